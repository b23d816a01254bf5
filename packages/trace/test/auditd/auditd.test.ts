import { createFileIndex } from "@coppice/image";
import { auditd } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { checkHardness, readFormat } from "../json/read-format.ts";
import { auditEvent, auditLog, found } from "./audit-log.ts";

/** What the events of a log say, but for how processes came up. */
async function said(log: string, options = {}): Promise<readonly string[]> {
  const { said: all, problems } = await readFormat(auditd, log, options);
  expect(problems).toEqual([]);
  return all.filter((text) => !text.startsWith("start") && text !== "lost unseen-exec 1");
}

/** The uses that one event shows. */
const saidOf = (facts: Parameters<typeof auditEvent>[0], options = {}) =>
  said(auditLog(auditEvent(facts)), options);

const openat = 257;
const open = (name: string, facts: object = {}) => ({
  syscall: openat,
  exit: 3,
  paths: [found(name)],
  ...facts,
});

describe("paths", () => {
  test("a relative path starts from the working directory", async () => {
    expect(await saidOf(open('"hostname"', { cwd: '"/etc"' }))).toEqual(["open /etc/hostname"]);
  });

  test("a path below an open folder is unknown", async () => {
    expect(await saidOf(open('"hostname"', { args: ["4", "0", "0", "0"] }))).toEqual([
      "open ?no-directory hostname",
    ]);
    expect(await saidOf(open('"/etc/hostname"', { args: ["4", "0", "0", "0"] }))).toEqual([
      "open /etc/hostname",
    ]);
  });

  test("a relative path without a CWD record is unknown", async () => {
    const lines = auditEvent(open('"hostname"')).filter((line) => !line.startsWith("type=CWD"));
    expect(await said(auditLog(lines))).toEqual(["open ?no-directory hostname"]);
  });

  test("names in hexadecimal digits are decoded, whatever bytes they have", async () => {
    for (const [name, path] of [
      ["2f612062", "/a b"],
      ["2F610162", "/a\u0001b"],
      ["2F612062", "/a b"],
      ["2F610A62", "/a\nb"],
      ["2F612262", '/a"b'],
      ["2F636166C3A9", "/café"],
      ["2FFF", "/\udcff"],
      ["2F5F5F70726F746F5F5F20", "/__proto__ "],
    ] as const) {
      expect(await saidOf(open(name))).toEqual([`open ${path}`]);
    }
  });

  test("a call that was given an open file and no name says nothing new", async () => {
    expect(await saidOf({ syscall: 90, paths: [found("(null)")] })).toEqual([]);
    expect(await saidOf({ syscall: 262, paths: [found('""')] })).toEqual([]);
  });

  test("a link that is looked at itself is where the path led", async () => {
    const facts = { mode: 0o777, uid: 0, gid: 0, size: 0 };
    const files = createFileIndex([
      { path: "/usr", type: "directory", ...facts },
      { path: "/usr/bin", type: "directory", ...facts },
      { path: "/bin", type: "symlink", target: "usr/bin", ...facts },
      { path: "/usr/bin/sh", type: "symlink", target: "dash", ...facts },
      { path: "/usr/bin/dash", type: "file", ...facts },
    ]);
    const link = found('"/bin/sh"').replace("0100644", "0120777");
    const { events } = await readFormat(
      auditd,
      auditLog(auditEvent({ syscall: 6, paths: [link] })),
      { files },
    );
    expect(events.at(-1)).toMatchObject({
      kind: "stat",
      path: { known: true, path: "/bin/sh", real: "/usr/bin/sh" },
    });
  });

  test("a link of the kernel that is read is no use of where it leads, and one that is followed is unknown", async () => {
    const link = found('"/proc/7/fd/5"').replace("0100644", "0120700");
    expect(await saidOf({ syscall: 89, paths: [link] })).toEqual(["stat /proc/7/fd/5"]);
    expect(await saidOf(open('"/proc/7/fd/5"'))).toEqual(["open ?no-directory /proc/7/fd/5"]);
    const below = found('"/proc/7/root/lib"').replace("0100644", "0120777");
    expect(await saidOf({ syscall: 89, paths: [below] })).toEqual([
      "stat ?no-directory /proc/7/root/lib",
    ]);
  });

  test("imageRoot is taken off the paths below it", async () => {
    const options = { imageRoot: "/rootfs" };
    expect(await saidOf(open('"/rootfs/etc/fstab"'), options)).toEqual(["open /etc/fstab"]);
  });
});

describe("calls", () => {
  test("flags tell whether a file is written", async () => {
    for (const [flags, kind] of [
      ["80000", "open"],
      ["1", "write"],
      ["2", "write"],
      ["241", "write"],
      ["200000", "open"],
    ] as const) {
      const args = ["ffffffffffffff9c", "0", flags, "0"];
      expect(await saidOf(open('"/x"', { args }))).toEqual([`${kind} /x`]);
    }
    expect(
      await saidOf({ syscall: 2, args: ["0", "1", "0", "0"], paths: [found('"/x"')] }),
    ).toEqual(["write /x"]);
    expect(await saidOf({ syscall: 85, paths: [found('"/x"')] })).toEqual(["write /x"]);
  });

  test("the flags of openat2 are in a record of their own", async () => {
    const more = ["OPENAT2 oflag=0100302 mode=0600 resolve=0xa"];
    expect(await saidOf(open('"/x"', { syscall: 437, more }))).toEqual(["write /x"]);
    expect(await saidOf(open('"/x"', { syscall: 437 }))).toEqual(["open /x"]);
  });

  test("where a folder stands for the root, absolute paths are unknown, too", async () => {
    const beneath = (resolve: string, folder: string, name = '"/x"') =>
      saidOf(
        open(name, {
          syscall: 437,
          args: [folder, "0", "0", "0"],
          more: [`OPENAT2 oflag=0100000 mode=0 resolve=${resolve}`],
        }),
      );
    expect(await beneath("0x10", "ffffff9c")).toEqual(["open ?no-directory /x"]);
    expect(await beneath("0x12", "4")).toEqual(["open ?no-directory /x"]);
    expect(await beneath("RESOLVE_NO_SYMLINKS|RESOLVE_IN_ROOT", "4")).toEqual([
      "open ?no-directory /x",
    ]);
    expect(await beneath("0x8", "ffffff9c", '"x"')).toEqual(["open /srv/x"]);
    expect(await beneath("0x8", "4")).toEqual(["open /x"]);
  });

  test("a call that failed is no use", async () => {
    expect(await saidOf(open('"/x"', { success: "no", exit: -2 }))).toEqual([]);
    expect(
      await saidOf({ syscall: 59, success: "no", exit: -2, paths: ['name="/x" nametype=UNKNOWN'] }),
    ).toEqual([]);
  });

  test("what is made, removed and renamed is told from its folder", async () => {
    const folder = found('"/d/"', "PARENT");
    expect(
      await saidOf({
        syscall: openat,
        args: ["ffffff9c", "0", "241", "0"],
        paths: [folder, found('"/d/x"', "CREATE")],
      }),
    ).toEqual(["write /d/x"]);
    expect(await saidOf({ syscall: 87, paths: [folder, found('"/d/x"', "DELETE")] })).toEqual([
      "remove /d/x",
    ]);
    expect(
      await saidOf({
        syscall: 82,
        paths: [folder, folder, found('"/d/x"', "DELETE"), found('"/d/y"', "CREATE")],
      }),
    ).toEqual(["remove /d/x", "write /d/y"]);
    expect(
      await saidOf({ syscall: 86, paths: [found('"/d/x"'), folder, found('"/d/y"', "CREATE")] }),
    ).toEqual(["stat /d/x", "write /d/y"]);
    const target = 'name="any" nametype=UNKNOWN';
    expect(
      await saidOf({ syscall: 88, paths: [target, folder, found('"/d/y"', "CREATE")] }),
    ).toEqual(["write /d/y"]);
  });

  test("each of two folders has an argument of its own", async () => {
    const names = [found('"x"', "DELETE"), found('"y"', "CREATE")];
    expect(await saidOf({ syscall: 264, args: ["ffffff9c", "0", "5", "0"], paths: names })).toEqual(
      ["remove /srv/x", "write ?no-directory y"],
    );
    expect(
      await saidOf({ syscall: 266, args: ["0", "ffffff9c", "0", "0"], paths: [names[1] ?? ""] }),
    ).toEqual(["write /srv/y"]);
  });

  test("logs of old have no types of names, and the folder comes first", async () => {
    const plain = (name: string) => `name=${name} inode=5 dev=fe:00 mode=0100644`;
    expect(await saidOf({ syscall: 87, paths: [plain('"/d"'), plain('"/d/x"')] })).toEqual([
      "remove /d/x",
    ]);
    expect(await saidOf({ syscall: 4, paths: [plain('"/d"')] })).toEqual(["stat /d"]);
  });

  test("a path whose record was cut is unknown", async () => {
    const lines = auditEvent({ syscall: 4, paths: [found("2F612062")] });
    for (const end of ["name=2F61", "name=2F612"]) {
      const cut = lines.map((line) => (line.includes(end) ? line.replace(/name=.*/, end) : line));
      expect(await said(auditLog(cut)), end).toEqual(["stat ?truncated /a"]);
    }
  });

  test("code that is mapped is that of the file which was opened last by that number", async () => {
    const map = {
      serial: 9,
      syscall: 9,
      args: ["0", "1000", "5", "2"],
      more: ["MMAP fd=3 flags=0x802"],
    };
    const events = [
      auditEvent(open('"/lib/a.so"')),
      auditEvent(open('"/lib/b.so"', { serial: 8 })),
      auditEvent(map),
      auditEvent({ ...map, serial: 10, args: ["0", "1000", "1", "2"] }),
      auditEvent({ ...map, serial: 11, more: ["MMAP fd=7 flags=0x802"] }),
      auditEvent({
        ...map,
        serial: 12,
        args: ["0", "1000", "1", "2"],
        more: ["MMAP fd=7 flags=0x802"],
      }),
      auditEvent({ serial: 13, syscall: 3, args: ["3", "0", "0", "0"] }),
      auditEvent({ ...map, serial: 14 }),
      auditEvent({ ...map, serial: 15, args: ["0", "1000", "7", "22"], more: [] }),
      auditEvent({ ...map, serial: 16, more: [] }),
    ];
    expect(await said(auditLog(...events))).toEqual([
      "open /lib/a.so",
      "open /lib/b.so",
      "map /lib/b.so",
      "read /lib/b.so",
      "map ?no-directory fd=7",
      "map ?no-directory fd=3",
      "lost dropped 1",
    ]);
  });

  test("sockets are told by their addresses", async () => {
    expect(await saidOf({ syscall: 42 })).toEqual(["lost dropped 1"]);
    expect(await saidOf({ syscall: 49 })).toEqual(["lost dropped 1"]);
    expect(await saidOf({ arch: "40000003", syscall: 102, args: ["4", "0", "0", "0"] })).toEqual(
      [],
    );
    const connect = (saddr: string, facts = {}) =>
      saidOf({ syscall: 42, more: [`SOCKADDR saddr=${saddr}`], ...facts });
    const here = "02000050C0000201";
    expect(await connect(here)).toEqual(["connect 192.0.2.1:80"]);
    expect(await connect(here, { success: "no", exit: -115 })).toEqual(["connect 192.0.2.1:80"]);
    expect(await connect(here, { success: "no", exit: -111 })).toEqual([]);
    expect(await connect("00020050C0000201", { arch: "80000016", syscall: 362 })).toEqual([
      "connect 192.0.2.1:80",
    ]);
    expect(
      await connect(here, { arch: "40000003", syscall: 102, args: ["3", "0", "0", "0"] }),
    ).toEqual(["connect 192.0.2.1:80"]);
    const six = (bytes: string) => `0A000050${"0".repeat(8)}${bytes}00000000`;
    expect(await connect(six(`${"0".repeat(31)}1`))).toEqual(["connect [::1]:80"]);
    expect(await connect(six("20010DB8000000000001000000000001"))).toEqual([
      "connect [2001:db8::1:0:0:1]:80",
    ]);
    expect(await connect(six("20010DB8000100020003000400050006"))).toEqual([
      "connect [2001:db8:1:2:3:4:5:6]:80",
    ]);
    expect(await connect(six("00000000000000000000FFFFC0000201"))).toEqual([
      "connect [::ffff:192.0.2.1]:80",
    ]);
    expect(await connect(six("20010DB8000000000000000000000000"))).toEqual([
      "connect [2001:db8::]:80",
    ]);
    expect(await connect("01002F72756E2F7800")).toEqual(["connect /run/x"]);
    expect(await connect("0100002F72756E2F78")).toEqual(["connect @/run/x"]);
    expect(await connect("0100")).toEqual([]);
    expect(await connect(`${here}#035SADDR={ saddr_fam=inet laddr=192.0.2.1 lport=80 }`)).toEqual([
      "connect 192.0.2.1:80",
    ]);
    expect(await connect("0100002F")).toEqual(["connect @/"]);
    expect(await connect("100000000000000000000000")).toEqual([]);
  });

  test("a socket that waits has the address that it was bound to", async () => {
    const bound = ["SOCKADDR saddr=02000050000000000000000000000000"];
    const args = ["4", "0", "0", "0"];
    expect(
      await said(
        auditLog(
          auditEvent({ syscall: 49, args, more: bound }),
          auditEvent({ serial: 8, syscall: 50, args }),
          auditEvent({
            serial: 9,
            syscall: 288,
            args,
            exit: 5,
            more: ["SOCKADDR saddr=02009999C0000201"],
          }),
          auditEvent({ serial: 10, syscall: 50, args: ["9", "0", "0", "0"] }),
        ),
      ),
    ).toEqual(["listen 0.0.0.0:80", "accept 0.0.0.0:80"]);
    const socket = {
      more: ["SOCKADDR saddr=01002F782F7300"],
      paths: [found('"/x/"', "PARENT"), found('"/x/s"', "CREATE")],
    };
    expect(await saidOf({ syscall: 49, args, ...socket })).toEqual(["write /x/s"]);
  });

  test("io_uring is a loss, and what its records name is used", async () => {
    expect(await saidOf({ syscall: 425, exit: 4 })).toEqual(["lost io-uring 1"]);
    const ring = (items: number, operation = "18") =>
      `type=URINGOP msg=audit(1.000:7): uring_op=${operation} success=yes exit=0 items=${items} ppid=1 pid=9 uid=0 key=(null)`;
    const end = "type=EOE msg=audit(1.000:7): ";
    expect(await said(auditLog([ring(0), end]))).toEqual(["lost io-uring 1"]);
    const path = `type=PATH msg=audit(1.000:7): item=0 ${found('"/etc/x"')}`;
    expect(await said(auditLog([ring(1), path, end]))).toEqual(["open /etc/x"]);
    expect(await said(auditLog([ring(1, "99"), path, end]))).toEqual([]);
  });

  test("tables of every architecture are known by it", async () => {
    for (const [arch, syscall] of [
      ["c000003e", 257],
      ["c000003e", 0x40000000 + 257],
      ["400000f3", 56],
      ["40000003", 295],
      ["c00000b7", 56],
      ["c00000f3", 56],
      ["c0000102", 56],
      ["40000028", 322],
      ["c0000015", 286],
      ["80000015", 286],
      ["80000016", 288],
    ] as const) {
      expect(await saidOf(open('"/x"', { arch, syscall })), arch).toEqual(["open /x"]);
    }
  });

  test("programs of the x32 ABI execute others by numbers of their own", async () => {
    for (const number of [520, 545]) {
      const paths = [found('"/usr/bin/app"')];
      expect(await saidOf({ syscall: 0x40000000 + number, paths })).toEqual([
        "exec /usr/bin/app (real)",
      ]);
      expect(await saidOf({ syscall: number, paths })).toEqual([]);
    }
  });

  test("an open of which no record names a path is a loss", async () => {
    expect(await saidOf({ syscall: openat, exit: 3 })).toEqual(["lost dropped 1"]);
    expect(await saidOf(open("(null)"))).toEqual(["lost dropped 1"]);
  });

  test("types of names are read where a system log replaced the mark behind them", async () => {
    const names = ["PARENT", "DELETE"].map((type) => `${found('"/d/x"', type)}#035OUID="root"`);
    const lines = auditEvent({ syscall: 87, paths: names });
    expect(
      await said(auditLog(lines.map((line) => line.replace(" cap_fp=0 cap_fi=0", "")))),
    ).toEqual(["remove /d/x"]);
  });

  test("an architecture without a table is understood where auditd adds the names of calls", async () => {
    const lines = auditEvent(open('"/x"', { arch: "c0000032", syscall: 1234 }));
    const [call = "", ...others] = lines;
    const named = (name: string) =>
      auditLog([`${call}\x1dARCH=ia64 SYSCALL=${name} AUID="unset"`, ...others]);
    expect(await said(named("openat"))).toEqual(["open /x"]);
    expect(await said(named("getpid"))).toEqual([]);
    const { events, problems } = await readFormat(auditd, auditLog(lines));
    expect(events).toEqual([]);
    expect(problems).toMatchObject([
      { code: "LOG_LINE", offset: 0, message: expect.stringContaining("ENRICHED") },
    ]);
  });
});

describe("processes", () => {
  const program = [found('"/bin/sh"'), found('"/lib64/ld-linux-x86-64.so.2"')];
  const exec = { syscall: 59, exe: '"/usr/bin/dash"', paths: program };

  test("an exec shows the program, the file that it led to, and its loader", async () => {
    const { events } = await readFormat(auditd, auditLog(auditEvent(exec)));
    const process = { pid: 9, parent: 1, program: "/bin/sh" };
    const origin = { offset: 0, time: 1_795_464_574.861, process };
    expect(events).toEqual([
      { kind: "start", ...origin },
      { kind: "exec", ...origin, path: { known: true, path: "/bin/sh", real: "/usr/bin/dash" } },
      { kind: "map", ...origin, path: { known: true, path: "/lib64/ld-linux-x86-64.so.2" } },
    ]);
  });

  test("interpreters of scripts are executed, whether the kernel lists the script twice or once", async () => {
    const script = found("2E2F73686F77206974");
    const others = [found('"/usr/bin/env"'), ...program];
    for (const paths of [
      [script, ...others],
      [script, script, ...others],
    ]) {
      expect(await saidOf({ ...exec, paths })).toEqual([
        "exec /srv/show it",
        "exec /usr/bin/env",
        "exec /bin/sh (real)",
        "map /lib64/ld-linux-x86-64.so.2",
      ]);
    }
  });

  test("a program that is executed through a descriptor is known by the kernel's name of it", async () => {
    for (const name of ["(null)", '""', '"sh"']) {
      const paths = [found(name)];
      expect(await saidOf({ ...exec, syscall: 322, args: ["4", "0", "0", "0"], paths })).toEqual([
        "exec /usr/bin/dash (real)",
      ]);
    }
    // Without any path it may be a script of that program.
    expect(await saidOf({ ...exec, paths: [] })).toEqual([
      "lost dropped 1",
      "exec /usr/bin/dash (real)",
    ]);
    const memory = "2F6D656D66643A72756E63202864656C6574656429";
    expect(await saidOf({ ...exec, exe: memory, paths: [found('""')] })).toEqual([
      "exec ?outside /memfd:runc (deleted)",
    ]);
  });

  test("a process of which the log shows no exec is told of once", async () => {
    const events = [
      auditEvent(open('"/a"')),
      auditEvent(open('"/b"', { serial: 8 })),
      auditEvent({ ...exec, serial: 9 }),
      auditEvent(open('"/c"', { serial: 10, exe: '"/usr/bin/dash"' })),
      auditEvent(open('"/d"', { serial: 11, exe: '"/usr/bin/dash"', pid: 10, ppid: 9 })),
      auditEvent(open('"/e"', { serial: 12, exe: '"/usr/bin/other"' })),
      auditEvent(open('"/f"', { serial: 13, exe: "2F61202864656C6574656429" })),
    ];
    const { said: all, events: given } = await readFormat(auditd, auditLog(...events));
    expect(all.filter((text) => !text.startsWith("map"))).toEqual([
      "lost unseen-exec 1",
      "open /a",
      "open /b",
      "exec /bin/sh (real)",
      "open /c",
      "start 10",
      "open /d",
      "lost unseen-exec 1",
      "open /e",
      "lost unseen-exec 1",
      "open /f",
    ]);
    const programs = given.flatMap((event) => ("path" in event ? [event.process.program] : []));
    expect(programs).toEqual([
      "/usr/bin/app",
      "/usr/bin/app",
      "/bin/sh",
      "/bin/sh",
      "/bin/sh",
      "/bin/sh",
      "/usr/bin/other",
      "/a",
    ]);
  });

  test("a process with another parent than before begins anew, since its number may have been used again", async () => {
    const opened = (serial: number, ppid: number) =>
      auditEvent(open('"/a"', { serial, ppid, exe: '"/usr/bin/dash"' }));
    const { said: all, events } = await readFormat(
      auditd,
      auditLog(
        auditEvent(exec),
        opened(8, 1),
        opened(9, 4),
        auditEvent({ ...exec, serial: 10, ppid: 5 }),
      ),
    );
    expect(all.filter((text) => !text.startsWith("map"))).toEqual([
      "start 9",
      "exec /bin/sh (real)",
      "open /a",
      "start 9",
      "open /a",
      "start 9",
      "exec /bin/sh (real)",
    ]);
    expect(
      events.flatMap((event) => (event.kind === "start" ? [event.process.parent] : [])),
    ).toEqual([1, 4, 5]);
  });

  test("a process that ends is told of", async () => {
    const [call = ""] = auditEvent({ syscall: 231 });
    const ended = call.replace(" success=yes exit=0", "");
    const { said: all } = await readFormat(
      auditd,
      auditLog(
        auditEvent(exec),
        [ended, "type=EOE msg=audit(1795464574.861:8): "].map((line) => line.replace(":7)", ":8)")),
      ),
    );
    expect(all.at(-1)).toBe("exit 9");
  });

  test("a process of which nothing is known but that it closes or ends is no loss", async () => {
    for (const syscall of [3, 231]) {
      const { events } = await readFormat(auditd, auditLog(auditEvent({ syscall })));
      expect(events).toEqual([]);
    }
  });

  test("processes and open files are forgotten where there are more than the limits allow", async () => {
    const events: string[][] = [];
    for (let pid = 1; pid <= 4; pid++)
      events.push(auditEvent({ ...exec, serial: pid, pid, ppid: 99 }));
    events.push(auditEvent(open('"/a"', { serial: 5, pid: 1, ppid: 99, exe: '"/usr/bin/dash"' })));
    const { said: all } = await readFormat(auditd, auditLog(...events), {
      limits: { processes: 3 },
    });
    expect(all.slice(-2)).toEqual(["lost unseen-exec 1", "open /a"]);
    const opened = Array.from({ length: 300 }, (_, fd) =>
      auditEvent(open(`"/f${fd}"`, { serial: fd + 10, exit: fd })),
    );
    const map = auditEvent({
      serial: 400,
      syscall: 9,
      args: ["0", "1", "5", "2"],
      more: ["MMAP fd=7 flags=0x2"],
    });
    expect((await readFormat(auditd, auditLog(...opened, map))).said.at(-2)).toBe(
      "map ?no-directory fd=7",
    );
  });

  test("a container is known where the kernel writes it, and others can be left out", async () => {
    const more = ["CONTAINER_ID contid=123456"];
    const inside = auditEvent(open('"/a"', { more }));
    const outside = auditEvent(open('"/b"', { serial: 8, pid: 10 }));
    const { events } = await readFormat(auditd, auditLog(inside, outside));
    expect(events.flatMap((event) => ("path" in event ? [event.process.container] : []))).toEqual([
      "123456",
      undefined,
    ]);
    expect(await said(auditLog(inside, outside), { container: "1234" })).toEqual(["open /a"]);
    const unnamed = auditEvent(open('"/c"', { serial: 9 }));
    const child = auditEvent(open('"/d"', { serial: 10, pid: 11, ppid: 9 }));
    const moved = auditEvent(open('"/e"', { serial: 11, more: ["CONTAINER_ID contid=7"] }));
    const { events: all } = await readFormat(auditd, auditLog(inside, unnamed, child, moved));
    expect(all.flatMap((event) => ("path" in event ? [event.process.container] : []))).toEqual([
      "123456",
      "123456",
      "123456",
      "7",
    ]);
  });

  test("hosts of one log have processes of their own", async () => {
    const one = auditEvent(exec).map((line) => `node=a ${line}`);
    const other = auditEvent(open('"/a"', { exe: '"/usr/bin/dash"' })).map(
      (line) => `node=b ${line}`,
    );
    const { said: all } = await readFormat(auditd, auditLog(one, other));
    expect(all).toContain("lost unseen-exec 1");
    expect(all.filter((text) => text.startsWith("lost gap"))).toEqual([]);
    const many = Array.from({ length: 1100 }, (_, node) =>
      auditEvent(open('"/a"'))
        .slice(0, -1)
        .map((line) => `node=${node} ${line}`),
    );
    const { said: each } = await readFormat(auditd, auditLog(...many));
    expect(each.filter((text) => text === "open /a")).toHaveLength(1100);
  });
});

test("what was damaged or cut gives problems and coded errors only, and cuts of the stream change nothing", async () => {
  const log = auditLog(
    ["node=web type=DAEMON_START msg=audit(1795464574.866:2659): op=start ver=3.0.9"],
    auditEvent({
      syscall: 59,
      paths: [found("2F612062"), found('"/lib64/ld-linux-x86-64.so.2"')],
      more: ['EXECVE argc=1 a0="x"'],
    }),
    auditEvent(open('"hostname"', { serial: 8 })),
    auditEvent({ serial: 10, syscall: 42, more: ["SOCKADDR saddr=02000050C0000201"] }),
    auditEvent({
      serial: 11,
      syscall: 9,
      args: ["0", "1", "5", "2"],
      more: ["MMAP fd=3 flags=0x2"],
    }),
    ["Nov 23 20:09:34 host kernel: audit: backlog limit exceeded", "----"],
  );
  await checkHardness(auditd, log);
});
