import type { NetworkEvent } from "@coppice/types";
import { socketName } from "../containers/socket-name.ts";
import { probedUse } from "./probed-uses.ts";
import type { TetragonEvent } from "./tetragon-record.ts";

/** Use of the network that a probe shows. */
export interface ProbedSocket {
  readonly kind: NetworkEvent["kind"];
  readonly address: string;
}

/** The socket that a probed function connects, listens on or accepts from, where the probe shows its address. */
export function probedSocket(event: TetragonEvent, name: string): ProbedSocket | undefined {
  const kind = probedUse(name);
  if (kind !== "connect" && kind !== "listen" && kind !== "accept") return undefined;
  const args = event.args ?? [];
  const given = args.find((arg) => arg.sockaddr_arg)?.sockaddr_arg;
  const path = args.find((arg) => arg.sockaddrun_arg)?.sockaddrun_arg?.path;
  const sock = event.return?.sock_arg ?? args.find((arg) => arg.sock_arg)?.sock_arg;
  const address =
    kind === "connect"
      ? // Before it is connected, a socket has no peer.
        (socketName(given?.addr, given?.port) ?? (path || socketName(sock?.daddr, sock?.dport)))
      : socketName(sock?.saddr, sock?.sport);
  return address === undefined ? undefined : { kind, address };
}
