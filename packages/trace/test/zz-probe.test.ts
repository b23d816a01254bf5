import { gradeEvidence, readStrace } from "@coppice/trace";
import { eventsOf, readLog, treeOf } from "./read-log.ts";
const files = treeOf("/bin/", "/bin/sh", "/bin/x");
const begin = '1 vfork() = 2\n2 chroot("/rootfs") = 0\n2 execve("/bin/sh", ["x"], 0x1 /* 0 vars */) = 0\n';
test("spread", async () => {
  const t = performance.now();
  const r = await readLog(begin + "9 x\n".repeat(1_200_000), { files }).catch((e) => ({ e }));
  console.log("spread", performance.now() - t, "e" in r ? String(r.e) : r.problems.length);
}, 60000);
test("zero bytes", async () => {
  const before = process.memoryUsage();
  const r = await readLog(begin + "9 \n".repeat(100_000), { files }).catch((e) => ({ e }));
  console.log("zero", "e" in r ? String(r.e) : r.problems.length);
});
test("first", async () => {
  const log = `execve("/sbin/init", ["x"], 0x1 /* 0 vars */) = 0
clone(flags=SIGCHLD) = 8
strace: Process 8 attached
[pid 7] chroot("/rootfs") = 0
[pid 7] execve("/bin/sh", ["x"], 0x1 /* 0 vars */) = 0
[pid 8] execve("/bin/outside", ["x"], 0x1 /* 0 vars */) = 0
[pid 7] +++ exited with 0 +++
`;
  const r = await readLog(log, { files });
  console.log("first", JSON.stringify(r.events.map((e) => [e.kind, e.process?.pid, e.offset])));
});
test("early thread", async () => {
  console.log("thread", await eventsOf(`1 clone3({flags=CLONE_FS|CLONE_FILES|CLONE_THREAD}, 88) = 2
2 clone3({flags=CLONE_FS|CLONE_FILES|CLONE_THREAD} <unfinished ...>
3 getpid() = 1
2 <... clone3 resumed>, 88) = 3
1 open("/b", O_RDONLY) = 4
3 read(4, "x", 1) = 1
`));
});
test("unseen leak", async () => {
  let log = '100 unshare(CLONE_NEWPID) = 0\n100 fork() = 101\n101 open("/a", O_RDONLY) = 3\n';
  let outer = 102;
  for (let i = 0; i < 20; i++) {
    log += `101 fork() = ${2 * i + 2}\n101 fork() = ${2 * i + 3}\n`;
    for (let k = 0; k < 2; k++) log += `${outer} getpid() = 1\n${outer++} +++ exited with 0 +++\n`;
  }
  const r = await readLog(log, { limits: { openFiles: 20 } }).catch((e) => ({ e }));
  console.log("unseen", "e" in r ? String(r.e) : "ok");
});
test("pidless", async () => {
  let log = "";
  for (let i = 1; i <= 120_000; i++) log += `${i} getpid() = 1\n`;
  for (let i = 1; i <= 85_000; i++) log += `${i} +++ exited with 0 +++\n`;
  const head = log;
  log += "getpid() = 1\n".repeat(20_000);
  for (const l of [head, log]) {
    const t = performance.now();
    await readLog(l, { imageRoot: "/" });
    console.log("pidless", performance.now() - t);
  }
}, 60000);
test("reuse of first", async () => {
  const log = `clone(flags=SIGCHLD) = 8
strace: Process 8 attached
[pid 7] getpid() = 7
[pid 7] +++ exited with 0 +++
[pid 8] clone(flags=SIGCHLD) = 7
[pid 7] getpid() = 7
[pid 7] getpid() = 7
`;
  const r = await readLog(log, { imageRoot: "/" });
  console.log("reuse", JSON.stringify(r.events.map((e) => [e.kind, e.process?.pid, e.offset])));
});
test("imageRoot", async () => {
  const log = `1 chroot("/rootfs") = 0\n1 execve("/bin/sh", ["x"], 0x1 /* 0 vars */) = 0\n`;
  for (const imageRoot of ["/rootfs//", "/x/../rootfs"]) console.log("root", await eventsOf(log, { imageRoot, files }));
});
test("cuts", async () => {
  const junk = "hello\n".repeat(10_922) + 'aa\n1 getpid() = 1\n';
  const bytes = new TextEncoder().encode(junk);
  const run = async (n: number) => {
    const chunks = []; for (let a = 0; a < bytes.length; a += n) chunks.push(bytes.subarray(a, a + n));
    const problems = [];
    try { for await (const _ of readStrace(chunks, { imageRoot: "/", onProblem: (p) => problems.push(p) })); return "ok"; } catch (e) { return String(e); }
  };
  console.log("cuts", await run(1e9), await run(1000));
});
