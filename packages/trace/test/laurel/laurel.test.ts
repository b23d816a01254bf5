import { laurel } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { checkHardness, readFormat } from "../json/read-format.ts";

/** One event, as laurel writes it. */
const event = (call: object, more: object = {}, serial = 7): object => ({
  ID: `1615114232.375:${serial}`,
  SYSCALL: {
    arch: "0xc000003e",
    syscall: 257,
    success: "yes",
    exit: 3,
    items: 1,
    ppid: 1,
    pid: 9,
    exe: "/usr/bin/app",
    ARGV: ["0xffffff9c", "0x7ffd10", "0x80000", "0x0"],
    ...call,
  },
  CWD: { cwd: "/srv" },
  PATH: [{ item: 0, name: "data", inode: 5, mode: "0o100644", nametype: "NORMAL" }],
  ...more,
});

const path = (name: string, facts: object = {}) => ({
  PATH: [{ item: 0, name, inode: 5, mode: "0o100644", nametype: "NORMAL", ...facts }],
});

/** What events say, but for how processes came up. */
async function said(log: readonly object[], options = {}): Promise<readonly string[]> {
  const { said: all, problems } = await readFormat(laurel, log, options);
  expect(problems).toEqual([]);
  return all.filter((text) => !text.startsWith("start") && text !== "lost unseen-exec 1");
}

describe("events", () => {
  test("are those of auditd, with times and processes", async () => {
    const { events } = await readFormat(laurel, [event({})]);
    expect(events.at(-1)).toEqual({
      kind: "open",
      offset: 0,
      time: 1_615_114_232.375,
      process: { pid: 9, parent: 1, program: "/usr/bin/app" },
      path: { known: true, path: "/srv/data" },
    });
  });

  test("have no process where the number is none", async () => {
    for (const pid of [-1, 1.5, 1e300]) {
      const { events } = await readFormat(laurel, [event({ pid })]);
      expect(events.at(-1)).toMatchObject({ process: { pid: 0 } });
    }
  });

  test("have names with a sign for each byte that is not UTF-8", async () => {
    expect(await said([event({}, path("/a%ffb%25%0ac%2B%zz"))])).toEqual([
      "open /a\udcffb%\nc+%zz",
    ]);
  });

  test("have arguments in a list or each for itself", async () => {
    const apart = { ARGV: undefined, a0: "0x4", a1: "0x0", a2: "0x0", a3: "0x0" };
    expect(await said([event(apart)])).toEqual(["open ?no-directory data"]);
    expect(await said([event({ ARGV: ["0xffffffffffffff9c", "0x0", "0x241", "0x1b6"] })])).toEqual([
      "write /srv/data",
    ]);
    const flags = { OPENAT2: [{ oflag: "0o100302" }] };
    expect(await said([event({ syscall: 437 }, flags)])).toEqual(["write /srv/data"]);
    const inRoot = { OPENAT2: [{ oflag: "0o100000", resolve: "0x10" }] };
    expect(await said([event({ syscall: 437 }, inRoot)])).toEqual(["open ?no-directory data"]);
  });

  test("are known by the names of calls where laurel drops the numbers", async () => {
    const named = { arch: undefined, syscall: undefined, ARCH: "x86_64" };
    expect(await said([event({ ...named, SYSCALL: "openat" })])).toEqual(["open /srv/data"]);
    expect(await said([event({ ...named, SYSCALL: "getpid" })])).toEqual([]);
    expect(await said([event({ ...named, syscall: "openat" })])).toEqual(["open /srv/data"]);
    const { problems } = await readFormat(laurel, [event(named)]);
    expect(problems).toMatchObject([
      { code: "LOG_LINE", message: expect.stringContaining("universal") },
    ]);
  });

  test("that failed are no use, but for a connection that is being made", async () => {
    expect(await said([event({ success: "no", exit: -2 })])).toEqual([]);
    expect(await said([event({ success: "no", exit: "ENOENT" })])).toEqual([]);
    const here = { SOCKADDR: [{ saddr: "%02%00%00P%c0%00%02%01" }] };
    const connect = { syscall: 42, items: 0 };
    for (const exit of [-115, "EINPROGRESS"]) {
      expect(await said([event({ ...connect, success: "no", exit }, here)])).toEqual([
        "connect 192.0.2.1:80",
      ]);
    }
    expect(await said([event({ ...connect, success: "no", exit: -111 }, here)])).toEqual([]);
  });

  test("have addresses as bytes, as auditd writes them and as laurel does", async () => {
    const connect = async (SOCKADDR: object) =>
      said([event({ syscall: 42, items: 0 }, { SOCKADDR: [SOCKADDR] })]);
    expect(await connect({ SADDR: "{saddr_fam=inet laddr=192.0.2.1 lport=80}" })).toEqual([
      "connect 192.0.2.1:80",
    ]);
    expect(await connect({ SADDR: { saddr_fam: "inet6", laddr: "::1", lport: 80 } })).toEqual([
      "connect [::1]:80",
    ]);
    expect(await connect({ SADDR: { saddr_fam: "local", path: "/run/x" } })).toEqual([
      "connect /run/x",
    ]);
    expect(await connect({ SADDR: "{saddr_fam=netlink}" })).toEqual([]);
    expect(await said([event({ syscall: 42, items: 0 })])).toEqual(["lost dropped 1"]);
  });

  test("show a link that was looked at, and code that was mapped", async () => {
    const link = path("/bin/sh", { mode: "0o120777" });
    expect(await said([event({ syscall: 6 }, link)])).toEqual(["stat /bin/sh"]);
    const map = event(
      { syscall: 9, items: 0, ARGV: ["0x0", "0x1", "0x5", "0x2"] },
      { MMAP: [{ fd: 3, flags: "0x2" }], PATH: [] },
      8,
    );
    expect(await said([event({}, path("/lib/a.so")), map])).toEqual([
      "open /lib/a.so",
      "map /lib/a.so",
    ]);
  });

  test("of other records and of calls without interest are passed over", async () => {
    const other = { ID: "1615114232.375:7", USER_ACCT: { pid: 9, res: "success" } };
    expect(await said([other, event({ syscall: 39 }, {}, 8)])).toEqual([]);
  });

  test("of io_uring are a loss, and what they name is used", async () => {
    const ring = (items: number, operation: number | string, more = {}) => ({
      ID: "1615114232.375:7",
      URINGOP: [{ uring_op: operation, success: "yes", exit: 0, items, ppid: 1, pid: 9 }],
      ...more,
    });
    expect(await said([ring(0, 18)])).toEqual(["lost io-uring 1"]);
    expect(await said([ring(1, 18, path("/etc/x"))])).toEqual(["open /etc/x"]);
    expect(await said([ring(1, "unlinkat", path("/etc/x", { nametype: "DELETE" }))])).toEqual([
      "remove /etc/x",
    ]);
  });

  test("of a container are told by its id, and others can be left out", async () => {
    const inside = event({}, { CONTAINER_INFO: { ID: "0a1b2c3d" } });
    const outside = event({ pid: 10 }, path("/b"), 8);
    const { events } = await readFormat(laurel, [inside, outside]);
    expect(events.flatMap((one) => ("path" in one ? [one.process.container] : []))).toEqual([
      "0a1b2c3d",
      undefined,
    ]);
    expect(await said([inside, outside], { container: "0a1b" })).toEqual(["open /srv/data"]);
  });
});

describe("losses", () => {
  test("are numbers that are missing and paths that are", async () => {
    expect(await said([event({}), event({}, {}, 10)])).toContain("lost gap 2");
    expect(await said([event({ items: 2 })])).toContain("lost dropped 1");
    expect(await said([event({}, {}, 90_000), event({}, {}, 1)])).toContain("lost late-start");
  });

  test("of several hosts are apart", async () => {
    expect(await said([event({}, { NODE: "a" }), event({}, { NODE: "b" }, 100)])).not.toContain(
      "lost gap 92",
    );
    const many = Array.from({ length: 1100 }, (_, node) => event({}, { NODE: `n${node}` }));
    expect(await said(many)).toHaveLength(1100);
  });

  test("are what the daemon and changes of its rules say", async () => {
    const record = (type: string, facts: object) =>
      said([{ ID: "1615114232.375:7", [type]: facts }]);
    expect(await record("DAEMON_START", { op: "start" })).toEqual(["lost late-start"]);
    expect(await record("DAEMON_END", { op: "terminate" })).toEqual(["lost detached"]);
    expect(await record("CONFIG_CHANGE", [{ op: "remove_rule", key: null }])).toEqual([
      "lost detached",
    ]);
    expect(await record("CONFIG_CHANGE", [{ op: "set", audit_enabled: 0, old: 1 }])).toEqual([
      "lost detached",
    ]);
    expect(await record("CONFIG_CHANGE", [{ op: "set", lost: 0, old: 4 }])).toEqual([
      "lost dropped 4",
    ]);
  });

  test("do not come of an event that cannot be read, which is a problem", async () => {
    for (const ID of [
      "",
      "7",
      "1615114232.375:",
      "1615114232.375:x",
      ":7",
      "Infinity:7",
      undefined,
    ]) {
      const { problems } = await readFormat(laurel, [event({}), { ...event({}), ID }]);
      expect(problems, ID).toMatchObject([{ code: "LOG_LINE" }]);
    }
  });
});

test("a log is known by its first event, however the head is cut", () => {
  const recognises = (text: string) => laurel.recognises(new TextEncoder().encode(text));
  const line = JSON.stringify(event({}));
  expect(recognises(line)).toBe(true);
  expect(recognises(`\ufeff\n\n${line}\n`)).toBe(true);
  expect(recognises(line.slice(0, line.indexOf('"exit"')))).toBe(true);
  for (const text of [
    "",
    "{}",
    '{"ID":"1"}',
    '{"process_exec":{"process":{}}}',
    '{"SYSCALL":{"success":"yes"}}',
  ]) {
    expect(recognises(text), text).toBe(false);
  }
});

test("what was damaged or cut gives problems and coded errors only, and cuts of the stream change nothing", async () => {
  const log = [
    event({}, path("/a%ff")),
    event({ syscall: 42 }, { SOCKADDR: [{ saddr: "%02%00%00P%c0%00%02%01" }] }, 9),
  ];
  await checkHardness(laurel, `${log.map((line) => JSON.stringify(line)).join("\n")}\n`);
});
