import type { NetworkEvent } from "@coppice/types";
import { socketName } from "../containers/socket-name.ts";
import { addressArgument, type TraceeEvent, textArgument } from "./tracee-event.ts";

/** Use of the network that an event shows. */
export interface TracedSocket {
  readonly kind: NetworkEvent["kind"];
  readonly address: string;
}

/** Which argument of an event has the peer's address, or that of the own socket. */
const addressArguments: ReadonlyMap<string, readonly [kind: NetworkEvent["kind"], name: string]> =
  new Map([
    ["connect", ["connect", "addr"]],
    ["security_socket_accept", ["accept", "local_addr"]],
    ["security_socket_connect", ["connect", "remote_addr"]],
    ["security_socket_listen", ["listen", "local_addr"]],
    ["socket_accept", ["accept", "local_addr"]],
  ]);

/** The socket that an event connects, listens on or accepts from, where it shows the address. */
export function tracedSocket({ name, args }: TraceeEvent): TracedSocket | undefined {
  if (name === "net_tcp_connect") {
    const host = textArgument(args, "dst");
    const address = socketName(host, Number(textArgument(args, "dst_port")));
    return address === undefined ? undefined : { kind: "connect", address };
  }
  const [kind, argument] = addressArguments.get(name) ?? [];
  if (kind === undefined || argument === undefined) return undefined;
  const address = addressArgument(args, argument);
  return address === undefined ? undefined : { kind, address };
}
