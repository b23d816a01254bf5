import type { NetworkEvent } from "@coppice/types";
import { changeFile } from "./descriptor-calls.ts";
import { hasFlag } from "./flag.ts";
import { openFile } from "./open-files.ts";
import type { Call, DescriptorArgument } from "./read-call.ts";
import { isOfImage, type Scene } from "./scene.ts";
import { readAddress, shownAddress, unboundAddress } from "./socket-address.ts";

/** socket(2): what it listens at unless bind(2) says more. */
export function makesSocket(scene: Scene, call: Call): void {
  const [family = "", type = ""] = call.words;
  const address = unboundAddress(family);
  openFile(scene.table.openFiles, scene.process.files, call.result.value, {
    closeOnExec: hasFlag(type, "SOCK_CLOEXEC"),
    ...(address !== undefined && { address }),
  });
}

/** bind(2), and getsockname(2), which shows the port that the kernel chose. */
export function binds(scene: Scene, call: Call): void {
  const address = readAddress(call.words[0]);
  if (address !== undefined) changeFile(scene, call.descriptors[0], { address });
}

/** listen(2). */
export function listens(scene: Scene, call: Call): void {
  emitNetwork(scene, "listen", ownAddress(scene, call.descriptors[0]));
}

/** accept(2), accept4(2): the new socket has the address of the one that listens. */
export function accepts(scene: Scene, call: Call): void {
  const address = ownAddress(scene, call.descriptors[0]);
  openFile(scene.table.openFiles, scene.process.files, call.result.value, {
    closeOnExec: hasFlag(call.words[0] ?? "", "SOCK_CLOEXEC"),
    ...(address !== undefined && { address }),
  });
  emitNetwork(scene, "accept", address);
}

/** connect(2), and sendto(2) where it names whom it sends to. */
export function connects(scene: Scene, call: Call): void {
  emitNetwork(scene, "connect", readAddress(call.words[0]));
}

/** The address of an open socket. What `-yy` shows counts more than what was followed. */
function ownAddress(scene: Scene, descriptor: DescriptorArgument | undefined): string | undefined {
  if (descriptor === undefined) return undefined;
  const known = scene.process.files.byNumber.get(descriptor.number)?.address;
  return shownAddress(descriptor.annotation) ?? known;
}

function emitNetwork(scene: Scene, kind: NetworkEvent["kind"], address: string | undefined): void {
  const { offset, time, process } = scene;
  if (address === undefined || !isOfImage(scene)) return;
  const origin = { kind, offset, process: process.info, address };
  scene.emit(time === undefined ? origin : { ...origin, time });
}
