import { createReadStream, existsSync, readFileSync } from "node:fs";
import { type LogFormat, logFormats } from "@coppice/trace";
import { hookPath, type Recording, type RecordSource } from "@coppice/trace/node";
import { expect } from "vitest";
import { say } from "../read-format.ts";
import { runs } from "./small-root.ts";

/** Which sources work on this machine. */
export const works: Readonly<Record<RecordSource, boolean>> = {
  strace: runs("strace", ["-o", "/dev/null", "true"]),
  fanotify: runs("perl", [hookPath("fanotify.pl"), "--check", "/"]),
  bpftrace: runs("bpftrace", ["--version"]) && existsSync("/sys/kernel/btf/vmlinux"),
};

/** What a log says of files in `/app`, and what it lost. */
export async function appUses(recording: Recording, source: RecordSource): Promise<string[]> {
  const format: LogFormat | undefined = logFormats.find(({ name }) => name === source);
  const log = recording.logs.find((recorded) => recorded.source === source);
  if (!format || !log) throw new Error(`nothing of ${source}`);
  const uses = new Set<string>();
  const { imageRoot } = log;
  expect(format.recognises(readFileSync(log.path).subarray(0, 65_536))).toBe(true);
  for await (const batch of format.read(createReadStream(log.path), { imageRoot })) {
    for (const event of batch) {
      const said = say(event);
      if (said.includes("/app/") || event.kind === "lost") uses.add(said);
    }
  }
  return [...uses].sort();
}
