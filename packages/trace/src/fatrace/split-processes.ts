import type { FatraceRecord } from "./fatrace-record.ts";

const beforeParents = ", parents=(pid=";
const beforeProgram = " exe=/";

/**
 * The record without what `--exe` and `--parents` add to its path, as `/path exe=/bin/a, parents=(pid=1 comm=a)`. Where it
 * is not known nothing is added; a path that ends so is taken for that.
 */
export function splitProcesses(record: FatraceRecord): FatraceRecord {
  let { path, program, parent } = record;
  const parents = path.endsWith(")") ? path.indexOf(beforeParents) : -1;
  if (parents >= 0) {
    const pid = Number.parseInt(path.slice(parents + beforeParents.length), 10);
    if (pid >= 0) parent = pid;
    path = path.slice(0, parents);
  }
  const exe = path.lastIndexOf(beforeProgram);
  if (exe >= 0) {
    program = path.slice(exe + beforeProgram.length - 1);
    path = path.slice(0, exe);
  }
  return parents < 0 && exe < 0 ? record : { ...record, path, program, parent };
}
