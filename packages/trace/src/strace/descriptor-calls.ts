import type { NetworkEvent } from "@coppice/types";
import { closeFile, type OpenFile, openFile, visitOpenFiles } from "./open-files.ts";
import type { Call } from "./read-call.ts";
import type { Scene } from "./scene.ts";

/** dup(2), dup2(2), dup3(2). */
export function duplicates(scene: Scene, call: Call): void {
  const [from] = call.descriptors;
  const to = call.result.value;
  if (from === undefined || from.number === to) return;
  const { table, process } = scene;
  const file = process.files.byNumber.get(from.number);
  const closeOnExec = call.words.some((flags) => flags.includes("O_CLOEXEC"));
  if (file) openFile(table.openFiles, process.files, to, { ...file, closeOnExec });
  else closeFile(table.openFiles, process.files, to);
}

/** fcntl(2): duplicates a descriptor, or changes whether an exec closes it. */
export function controls(scene: Scene, call: Call): void {
  const [command = "", argument = ""] = call.words;
  if (command.startsWith("F_DUPFD")) {
    duplicates(scene, { ...call, words: command.endsWith("CLOEXEC") ? ["O_CLOEXEC"] : [] });
  } else if (command === "F_SETFD") {
    change(scene, call, { closeOnExec: argument.includes("FD_CLOEXEC") });
  }
}

/** close(2). */
export function closes(scene: Scene, call: Call): void {
  const [descriptor] = call.descriptors;
  if (descriptor) closeFile(scene.table.openFiles, scene.process.files, descriptor.number);
}

/** close_range(2). */
export function closesRange(scene: Scene, call: Call): void {
  const [first, last, flags = ""] = call.words;
  const { table, process } = scene;
  visitOpenFiles(table.openFiles, process.files);
  for (const [number, file] of process.files.byNumber) {
    if (number < Number(first) || number > Number(last)) continue;
    if (flags.includes("CLOSE_RANGE_CLOEXEC")) {
      openFile(table.openFiles, process.files, number, { ...file, closeOnExec: true });
    } else closeFile(table.openFiles, process.files, number);
  }
}

/** bind(2): what a later listen(2) says. */
export function binds(scene: Scene, call: Call): void {
  const address = readAddress(call.words[0]);
  if (address !== undefined) change(scene, call, { address });
}

/** listen(2). */
export function listens(scene: Scene, call: Call): void {
  const [descriptor] = call.descriptors;
  const address = descriptor && scene.process.files.byNumber.get(descriptor.number)?.address;
  if (address !== undefined) emitNetwork(scene, "listen", address);
}

/** connect(2). */
export function connects(scene: Scene, call: Call): void {
  const address = readAddress(call.words[0]);
  if (address !== undefined) emitNetwork(scene, "connect", address);
}

function change(scene: Scene, call: Call, more: Partial<OpenFile>): void {
  const [descriptor] = call.descriptors;
  if (descriptor === undefined) return;
  const { table, process } = scene;
  const file = process.files.byNumber.get(descriptor.number) ?? { closeOnExec: false };
  openFile(table.openFiles, process.files, descriptor.number, { ...file, ...more });
}

function emitNetwork(scene: Scene, kind: NetworkEvent["kind"], address: string): void {
  const { offset, time, process } = scene;
  if (!process.folders.root?.inside) return;
  const origin = { kind, offset, process: process.info, address };
  scene.emit(time === undefined ? origin : { ...origin, time });
}

/** Address and port of a `struct sockaddr`, or the path of a local socket with `@` for an abstract one. */
function readAddress(structure = ""): string | undefined {
  const abstract = between(structure, 'sun_path=@"', '"');
  if (abstract !== undefined) return `@${abstract}`;
  const local = between(structure, 'sun_path="', '"');
  if (local !== undefined) return local;
  const port = between(structure, "_port=htons(", ")");
  const four = between(structure, 'inet_addr("', '"');
  if (four !== undefined) return `${four}:${port}`;
  const six = between(structure, 'inet_pton(AF_INET6, "', '"');
  return six === undefined ? undefined : `[${six}]:${port}`;
}

/** The text after the first `start` up to the next `end`. */
function between(text: string, start: string, end: string): string | undefined {
  const from = text.indexOf(start);
  if (from < 0) return undefined;
  const to = text.indexOf(end, from + start.length);
  return to < 0 ? undefined : text.slice(from + start.length, to);
}
