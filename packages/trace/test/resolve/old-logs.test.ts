import { describe, expect, test } from "vitest";
import { describeEvents, readLog } from "../read-log.ts";

/** What a log says, its losses and exits included, and the lines of it that cannot be read. */
async function read(log: string): Promise<readonly string[]> {
  const { events, problems } = await readLog(log);
  const said = events.flatMap((event) => {
    if (event.kind === "lost") return [`lost ${event.code}`];
    return event.kind === "exit" ? [`exit ${event.process.pid}`] : describeEvents([event]);
  });
  return [...said, ...problems.map(({ offset = 0 }) => `? ${log.slice(offset).split("\n", 1)}`)];
}

const first = 'execve("/bin/sh", ["sh"], [/* 22 vars */]) = 0\n';
const flags = "child_stack=0, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f6a";

describe("logs of strace 4, written to a terminal", () => {
  test("say in the midst of a fork that its child is followed", async () => {
    const log = `${first}chdir("/x") = 0
clone(Process 13 attached (waiting for parent)
Process 13 resumed (parent 12 ready)
${flags}) = 13
[pid    12] wait4(-1, Process 12 suspended
 <unfinished ...>
[pid    13] open("a", O_RDONLY) = 3
[pid    13] exit_group(0) = ?
Process 12 resumed
Process 13 detached
<... wait4 resumed> [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 13
--- SIGCHLD (Child exited) @ 0 (0) ---
--- {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=13, si_status=0} (Child exited) ---
SYS_334(0x1, 0x2) = -1 ENOSYS (Function not implemented)
open("b", O_RDONLY) = 3
`;
    expect(await read(log)).toEqual([
      "exec /bin/sh",
      "stat /x",
      "open /x/a",
      "exit 13",
      "open /x/b",
    ]);
  });

  test("say that strace let go of a process, be it at its end or in a call", async () => {
    const log = `${first}clone(Process 13 attached
${flags}) = 13
[pid    13] read(0,  <unfinished ...>
[pid    12] exit_group(0) = ?
Process 12 detached
 <unfinished ...>
Process 13 detached
`;
    expect(await read(log)).toEqual(["exec /bin/sh", "exit 0", "lost detached"]);
    expect(await read(`${first}^CProcess 7 detached\n`)).toEqual(["exec /bin/sh", "lost detached"]);
  });
});

test("lines of a terminal in raw mode begin anywhere", async () => {
  const log = `${first}            clone(${flags}) = 13
                   [pid    13] open("/a", O_RDONLY) = 3
        [pid    12] open("/b", O_RDONLY) = 3
  [pid    13] +++ exited with 0 +++
`;
  expect(await read(log)).toEqual(["exec /bin/sh", "open /a", "open /b", "exit 13"]);
});
