import type { NetworkEvent } from "@coppice/types";
import { socketName } from "../containers/socket-name.ts";
import { failed } from "./alerted-files.ts";
import { type FalcoFields, textField } from "./falco-alert.ts";

/** Use of the network that an alert shows. */
export interface AlertedSocket {
  readonly kind: NetworkEvent["kind"];
  readonly address: string;
}

/**
 * The socket that an alert's event connects, listens on or accepts from. `fd.name` has the client's address, an arrow,
 * and the server's: the peer of who connects, and the own one of who accepts.
 */
export function alertedSocket(fields: FalcoFields): AlertedSocket | undefined {
  const type = textField(fields, "evt.type") ?? "";
  const kind =
    type === "connect" || type === "listen" ? type : type.startsWith("accept") && "accept";
  const name = textField(fields, "fd.name");
  if (!kind || name === undefined || failed(fields)) return undefined;
  const server = name.slice(name.indexOf("->") < 0 ? 0 : name.indexOf("->") + 2);
  if (server.startsWith("/")) return { kind, address: server };
  const colon = server.lastIndexOf(":");
  const address = socketName(server.slice(0, Math.max(colon, 0)), Number(server.slice(colon + 1)));
  return address === undefined ? undefined : { kind, address };
}
