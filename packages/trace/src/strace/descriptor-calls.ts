import { hasFlag } from "./flag.ts";
import { closeFile, type OpenFile, openFile, ownOpenFiles, visitOpenFiles } from "./open-files.ts";
import type { Call, DescriptorArgument } from "./read-call.ts";
import type { Scene } from "./scene.ts";

/** dup(2), dup2(2), dup3(2). */
export function duplicates(scene: Scene, call: Call): void {
  const [from] = call.descriptors;
  const to = call.result.value;
  if (from === undefined || from.number === to) return;
  const { table, process } = scene;
  const file = process.files.byNumber.get(from.number);
  const closeOnExec = call.words.some((flags) => hasFlag(flags, "O_CLOEXEC"));
  if (file) openFile(table.openFiles, process.files, to, { ...file, closeOnExec });
  else closeFile(table.openFiles, process.files, to);
}

/** The commands that matter, where strace writes their numbers. */
const commands: ReadonlyMap<string, string> = new Map([
  ["0", "F_DUPFD"],
  ["0x2", "F_SETFD"],
  ["0x406", "F_DUPFD_CLOEXEC"],
]);

/** fcntl(2): duplicates a descriptor, or changes whether an exec closes it. */
export function controls(scene: Scene, call: Call): void {
  const [given = "", argument = ""] = call.words;
  const command = given.startsWith("F_") ? given : commands.get(given.split(" ", 1)[0] ?? "");
  if (command === "F_DUPFD" || command === "F_DUPFD_CLOEXEC") {
    duplicates(scene, { ...call, words: command.endsWith("CLOEXEC") ? ["O_CLOEXEC"] : [] });
  } else if (command === "F_SETFD") {
    changeFile(scene, call.descriptors[0], { closeOnExec: hasFlag(argument, "FD_CLOEXEC") });
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
  if (hasFlag(flags, "CLOSE_RANGE_UNSHARE")) {
    process.files = ownOpenFiles(table.openFiles, process.files);
  }
  visitOpenFiles(table.openFiles, process.files);
  for (const [number, file] of process.files.byNumber) {
    if (number < Number(first) || number > Number(last)) continue;
    if (hasFlag(flags, "CLOSE_RANGE_CLOEXEC")) {
      openFile(table.openFiles, process.files, number, { ...file, closeOnExec: true });
    } else closeFile(table.openFiles, process.files, number);
  }
}

/** Changes what is known of a descriptor. */
export function changeFile(
  scene: Scene,
  descriptor: DescriptorArgument | undefined,
  more: Partial<OpenFile>,
): void {
  if (descriptor === undefined) return;
  const { table, process } = scene;
  const file = process.files.byNumber.get(descriptor.number) ?? { closeOnExec: false };
  openFile(table.openFiles, process.files, descriptor.number, { ...file, ...more });
}
