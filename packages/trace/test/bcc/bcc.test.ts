import { readFileSync } from "node:fs";
import { bccText } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { bytesOf, expectSturdy, readFormat, say, sayAll } from "../read-format.ts";
import { readLog, treeOf } from "../read-log.ts";

const opensnoop = "PID    COMM               FD ERR PATH\n";
const row = (path: string, fd = "  3", comm = "sh              ") =>
  `12     ${comm}  ${fd}   0 ${path}\n`;

describe("opensnoop", () => {
  test("shows opens that succeeded, by the names that programs gave", async () => {
    const log = `${opensnoop}12     cat                 3   0 /etc/hostname
12     cat                -1   2 /etc/absent
12     cat                 3   0 lib/a b
4194303 cat                 3   0 /x
12     sed                -1   2
12     sed                 3   0
`;
    expect(await sayAll(bccText, log)).toEqual([
      "open /etc/hostname",
      "open ?no-directory lib/a b",
      "open /x",
      "open ?no-directory ",
    ]);
  });

  test("has columns for time and user, and flags that tell what an open was for", async () => {
    const log = `TIME(s)       UID   PID    COMM               FD ERR FLAGS    MODE PATH
0.000289999   1000  7      supervise           9   0 02000000 n/a  /a
0.000300000   1000  7      supervise           9   0 00000301 0664 /b
0.000400000   1000  7      supervise           0   0 02000000 n/a   c
0.000400000   1000  7      supervise           9   0 12000000 n/a  /d
`;
    const { events } = await readFormat(bccText, log);
    expect(await sayAll(bccText, log)).toEqual([
      "open /a",
      "write /b",
      "open ?no-directory c",
      "stat /d",
    ]);
    expect(events[1]).toMatchObject({ time: 0.0003, process: { pid: 7 } });
  });

  test("of libbpf-tools writes the time of the day and callers", async () => {
    const log = `TIME     UID     PID    COMM              FD ERR PATH/CALLER
23:59:59 0       7      cat                3   0 /a
                                           main:12
00:00:01 0       7      cat                3   0 /b
`;
    const { events, problems } = await readFormat(bccText, log);
    expect(problems).toEqual([]);
    expect(events).toMatchObject([{ time: 86_399 }, { time: 86_401 }]);
  });

  test("is told from statsnoop, which has the same header, by what it returns", async () => {
    const log = `${opensnoop}${row("/a", "  0")}${row("/b")}${row("/c", "  0")}`;
    expect(await sayAll(bccText, log)).toEqual(["stat /a", "open /b", "open /c"]);
    expect(
      await sayAll(bccText, `PID    COMM             ERR PATH\n7      a                  0 /a\n`),
    ).toEqual(["stat /a"]);
  });

  test("says nothing of a file whose name may have been cut", async () => {
    const long = `/${"x".repeat(253)}`;
    const short = `/${"x".repeat(62)}`;
    expect(await sayAll(bccText, opensnoop + row(long))).toEqual([`open ?truncated ${long}`]);
    expect(await sayAll(bccText, opensnoop + row(`${long}yy`))).toEqual([`open ${long}yy`]);
    expect(await sayAll(bccText, opensnoop + row(short))).toEqual([`open ${short}`]);
    const bpftrace = `Attaching 6 probes...\nTracing open syscalls... Hit Ctrl-C to end.\n${opensnoop}`;
    expect(await sayAll(bccText, bpftrace + row(short))).toEqual([`open ?truncated ${short}`]);
    expect(await sayAll(bccText, `${bpftrace}${row("/a/b..")}${row("/a/..")}`)).toEqual([
      "open ?truncated /a/b..",
      "open /a/..",
    ]);
  });

  test("shows programs whose names look like columns", async () => {
    const log = `${opensnoop}${row("/real", "  3", "a 3   0 /fake   ")}${row("/b", "  3", "                ")}${row("/c", "  3", "  d             ")}`;
    expect(await sayAll(bccText, log)).toEqual(["open /real", "open /b", "open /c"]);
  });

  test("says how many events were lost", async () => {
    const log = `${opensnoop}${row("/a")}Possibly lost 12 samples\nLost 3 events on CPU #0!\nLost 7 events\nLost all\n`;
    const { events, problems } = await readFormat(bccText, log);
    expect(events.slice(1)).toMatchObject([{ count: 12 }, { count: 3 }, { count: 7 }]);
    expect(problems).toHaveLength(1);
  });

  test("of names of a host's container leaves those out that are not the image's", async () => {
    const log = `${opensnoop}${row("/srv/image/a")}${row("/a")}`;
    expect(await sayAll(bccText, log, { imageRoot: "/srv/image" })).toEqual(["open /a", "open /a"]);
  });
});

describe("execsnoop", () => {
  const header = "PCOMM            PID    PPID   RET ARGS\n";
  const exec = (args: string, ret = "  0") => `sh               7      6      ${ret} ${args}\n`;

  test("shows what was executed by the first argument", async () => {
    const log = `${header}${exec("/bin/cat /etc/a b")}${exec("./run")}${exec("/bin/absent", " -2")}${exec("/bin/true ")}`;
    const { events } = await readFormat(bccText, log);
    expect(await sayAll(bccText, log)).toEqual([
      "exec /bin/cat",
      "exec ?no-directory ./run",
      "exec /bin/true",
    ]);
    expect(events[0]).toMatchObject({ process: { pid: 7, parent: 6, program: "/bin/cat" } });
    expect(events[1]).not.toHaveProperty("process.program");
  });

  test("takes a name with spaces by the subject's files, or in quotes", async () => {
    const log = `${header}${exec("/opt/my app/run x y")}`;
    const files = treeOf("/", "/opt/", "/opt/my app/", "/opt/my app/run");
    expect(await sayAll(bccText, log)).toEqual(["exec /opt/my"]);
    expect(await sayAll(bccText, log, { files })).toEqual(["exec /opt/my app/run"]);
    expect(await sayAll(bccText, header + exec("/none x"), { files })).toEqual(["exec /none"]);
    const others = treeOf("/", "/opt/", "/opt/my/", "/opt/my app");
    const bare = header + exec("/opt/my app");
    expect(await sayAll(bccText, bare, { files: others })).toEqual(["exec /opt/my app"]);
    const quoted = `${header}${exec('"/opt/my \\"app\\"" "x"')}`;
    expect(await sayAll(bccText, quoted)).toEqual(['exec /opt/my "app"']);
  });

  test("has columns for times and user, in any version", async () => {
    const log = `TIME     TIME(s)  UID    COMM             PID    RET ARGS
14:08:23 2.849   1000  mount            18049    0 /bin/mount -p
`;
    expect((await readFormat(bccText, log)).events).toMatchObject([
      { time: 2.849, process: { pid: 18_049 }, path: { path: "/bin/mount" } },
    ]);
  });

  test("cuts long arguments", async () => {
    const long = `/${"é".repeat(63)}`;
    expect(await sayAll(bccText, header + exec(`${long} x`))).toEqual([`exec ?truncated ${long}`]);
  });

  test("of bpftrace shows calls that may fail, by no path", async () => {
    const log = `Attaching 2 probes...
TIME(ms)   PID   ARGS
2460       3466  ls --color=auto -lh
`;
    const { events } = await readFormat(bccText, log);
    expect(events).toMatchObject([
      { kind: "exec", time: 2.46, path: { given: "ls", reason: "name" }, process: { pid: 3466 } },
    ]);
  });
});

describe("other tools", () => {
  test("show processes that ended, when their first thread did", async () => {
    const log = `TIME-UTC     LABEL PCOMM            PID    PPID   TID    AGE(s)  EXIT_CODE
13:20:22.997 exit  bash             18300  17656  18300  1.65    code 65
13:20:22.997 exit  bash             18301  17656  18302  1.65    signal 2 (INT)
`;
    expect(await sayAll(bccText, log)).toEqual(["exit 18300"]);
  });

  test("show files that were removed", async () => {
    const log = `TIME     PID    COMM             AGE(s)  FILE
05:57:59 8556   gcc              0.04    cc 1.s
`;
    expect(await sayAll(bccText, log)).toEqual(["remove ?no-directory cc 1.s"]);
  });

  test("show connections", async () => {
    const connect = `TIME(s)  UID   PID     COMM         IP SADDR            LPORT DADDR            DPORT
0.000    0     31      curl         4  10.0.0.1         4711  192.0.2.1        80
0.100    0     31      a b          6  ::1              4711  ::1              443
`;
    expect(await sayAll(bccText, connect)).toEqual(["connect 192.0.2.1:80", "connect [::1]:443"]);
    const accept = `PID     COMM         IP RADDR            RPORT LADDR            LPORT
907     sshd         4  192.168.56.1     32324 192.168.56.102   22
`;
    expect(await sayAll(bccText, accept)).toEqual(["accept 192.168.56.102:22"]);
    const listen = `PID    COMM         NETNS        PROTO  BACKLOG  PORT  ADDR
3643   nc           4026531957   TCPv4  1        4242  0.0.0.0
3643   nc           4026531957   UDPv4  1        4242  0.0.0.0
`;
    expect(await sayAll(bccText, listen)).toEqual(["listen 0.0.0.0:4242"]);
  });
});

test("a table goes on below another header", async () => {
  const log = `\ufeff\n# ./opensnoop\n\n${opensnoop}${row("/a")}^C\nPCOMM            PID    PPID   RET ARGS\nsh               7      6        0 /bin/sh\n`;
  expect(await sayAll(bccText, log)).toEqual(["open /a", "exec /bin/sh"]);
  expect((await readFormat(bccText, log)).problems).toEqual([]);
});

test("a row that is not ended may be cut, and tells nothing", async () => {
  for (const cut of ["12     cat    ", row("/etc/hos").trimEnd()]) {
    const { events, problems } = await readFormat(bccText, opensnoop + row("/a") + cut);
    expect([events.map(say), problems]).toEqual([["open /a", "lost cut 1"], []]);
  }
});

test("a log is recognised by its header and first row", () => {
  const recognised = (head: string) => bccText.recognises(bytesOf(head));
  expect(recognised(`\ufeff\n# ./opensnoop -T\n${opensnoop}${row("/a")}`)).toBe(true);
  expect(recognised(opensnoop)).toBe(true);
  expect(recognised(`${opensnoop}12   cut`)).toBe(true);
  expect(recognised(`${opensnoop}hello\n`)).toBe(false);
  expect(recognised(`some text\n${opensnoop}`)).toBe(false);
  expect(recognised("PID COMM\n12 a\n")).toBe(false);
  expect(recognised("")).toBe(false);
  expect(recognised(`${"PID ".repeat(100)}\n`)).toBe(false);
});

test.skipIf(corpus === undefined)("a log of a real system is read whole", async () => {
  const log = readFileSync(`${corpus}/trace/bpftrace/opensnoop.txt`);
  expect(bccText.recognises(log)).toBe(true);
  const { events, problems } = await readFormat(bccText, log);
  expect(problems).toEqual([]);
  expect(events).toHaveLength(log.toString("latin1").match(/ 0 .+$/gm)?.length ?? 0);
});

test.skipIf(corpus === undefined)("every table of the documentation is read", async () => {
  const tables = [
    ["opensnoop", /^(?:open|write) /, 83],
    ["execsnoop", /^exec /, 39],
    ["exitsnoop", /^exit /, 15],
    ["filelife", /^remove /, 17],
  ] as const;
  for (const [tool, kind, count] of tables) {
    const text = readFileSync(`${corpus}/trace/bcc/${tool}_example.txt`, "utf8");
    const said = await sayAll(bccText, text.slice(0, text.indexOf("USAGE message")));
    expect(said.filter((event) => kind.test(event))).toHaveLength(count);
  }
});

test("any cut, chunk and damage is borne", async () => {
  const header = fc.constantFrom(
    opensnoop,
    "TIME     PCOMM            PID    PPID   RET ARGS\n",
    "TIME(ms)   PID   ARGS\n",
    "PID     COMM         IP SADDR            DADDR            DPORT\n",
  );
  const line = fc.oneof(
    header,
    fc
      .tuple(
        fc.constantFrom("sh", "a 1 0 /b", "", "é"),
        fc.constantFrom("/a", "/é b", "", "x", '"/a" "b"'),
      )
      .map(([comm, path]) => row(path, "  3", comm.padEnd(16))),
    fc.constantFrom(
      "12:00:00 sh               7      6        0 /bin/sh -c\n",
      "2460       3466  ls --color=auto -lh\n",
      "31      curl         4  10.0.0.1         192.0.2.1        80\n",
      "Possibly lost 12 samples\n",
      "hello\n",
      "\r\n",
    ),
  );
  await expectSturdy(
    bccText,
    fc.tuple(header, fc.array(line)).map(([first, lines]) => first + lines.join("")),
  );
});

/**
 * `opensnoop.bt` of bpftrace 0.17 and `strace -f` of the same run of a script, which changes to /srv/app, runs cat of a
 * link and of an absent file, writes a log and becomes cat of that.
 */
const recorded = (tool: string) =>
  readFileSync(new URL(`../fixtures/run.${tool}`, import.meta.url), "utf8");

test("opensnoop and strace show the same files of one run", async () => {
  const opened = await sayAll(bccText, recorded("opensnoop"));
  const absolute = opened.map((event) => event.replace("?no-directory ", "/srv/app/"));
  const traced = (await readLog(recorded("strace"), { cwd: "/" })).events.map(say);
  const opens = traced.filter((event) => /^(?:open|write) /.test(event));
  expect(absolute).toEqual(opens.map((event) => event.replace("write", "open")));
  expect(absolute).toContain("open /srv/app/etc/link");
});

test("what the tools print is read back, whatever programs and files are called", async () => {
  const text = (unit: readonly string[], maxLength: number) =>
    fc.string({ unit: fc.constantFrom("a", " ", "3", "0", "-", "é", '"', ...unit), maxLength });
  const facts = fc.record({
    pid: fc.integer({ min: 1, max: 4_194_304 }),
    comm: text(["/", "\\"], 14).filter((name) => bytesOf(name).length < 16),
    fd: fc.integer({ min: 1, max: 99_999 }),
    path: text([], 40).map((name) => `/${name}`),
  });
  await fc.assert(
    fc.asyncProperty(facts, async ({ pid, comm, fd, path }) => {
      const name = comm + " ".repeat(16 - bytesOf(comm).length);
      const line = `${String(pid).padEnd(6)} ${name} ${String(fd).padStart(4)}   0 ${path}\n`;
      const { events } = await readFormat(bccText, opensnoop + line);
      expect(events).toMatchObject([{ kind: "open", process: { pid }, path: { path } }]);
    }),
    { numRuns: 300 },
  );
});
