import { bpftrace } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, expectSturdy, readFormat, say, sayAll } from "../read-format.ts";
import { treeOf } from "../read-log.ts";

/** Lines as bpftrace writes them of what the script prints. */
function logOf(...lines: readonly string[]): string {
  return lines
    .map((line) => `{"type": "printf", "data": ${JSON.stringify(`${line}\n`)}}\n`)
    .join("");
}

const begin = "B 100 7 coppice.bt 1 0 1700000000";
const end = "Z 99000000 0";
const noFile = "0:0";

/** What records in a complete recording of process 7 say. */
function sayRecords(lines: readonly string[], options = {}): Promise<string[]> {
  return sayAll(bpftrace, logOf(begin, ...lines, end), options);
}

describe("uses", () => {
  test("are those of opens, executions, looks and mappings, by the paths that programs gave", async () => {
    expect(
      await sayRecords([
        `X 200 7 0:0 fe:1 /usr/bin/sh`,
        `O 300 7 0:0 80000 ${noFile} fe:2 /lib/libc.so.6`,
        `M 400 7 fe:2`,
        `O 500 7 0:0 241 ${noFile} fe:3 /var/log/app.log`,
        `S 600 7 0:0 0 ${noFile} /etc/passwd`,
        `M 700 7 fe:99`,
        `E 800 7`,
      ]),
    ).toEqual([
      "exec /usr/bin/sh",
      "open /lib/libc.so.6",
      "map /lib/libc.so.6",
      "write /var/log/app.log",
      "stat /etc/passwd",
      "exit 7",
    ]);
  });

  test("of relative paths start from the working directory, also after chdir and fchdir", async () => {
    expect(
      await sayRecords([
        `S 200 7 0:0 0 ${noFile} unknown`,
        "C 300 7 0:0 fe:10 /srv",
        `O 400 7 0:0 0 ${noFile} fe:11 app`,
        `S 500 7 0:0 0 fe:11 main.py`,
        "D 600 7 fe:11",
        `S 700 7 0:0 0 ${noFile} lib`,
        "D 800 7 fe:66",
        `S 900 7 0:0 0 ${noFile} lost`,
        `S 950 7 0:0 0 fe:77 lost`,
      ]),
    ).toEqual([
      "stat ?no-directory unknown",
      "stat /srv",
      "open /srv/app",
      "stat /srv/app/main.py",
      "stat /srv/app/lib",
      "stat ?no-directory lost",
      "stat ?no-directory lost",
    ]);
  });

  test("of a folder that links lead to are placed where they lead", async () => {
    const files = treeOf("/", "/real/", "/real/deep/", "/link -> real/deep");
    const events = await sayRecords(["C 300 7 0:0 fe:10 /link", `S 500 7 0:0 0 ${noFile} ../x`], {
      files,
    });
    expect(events).toEqual(["stat /link", "stat /real/deep/../x"]);
  });

  test("of a link itself say so", async () => {
    const files = treeOf("/", "/file", "/link -> file");
    const log = logOf(
      begin,
      `S 200 7 0:0 100 ${noFile} /link`,
      `S 300 7 0:0 0 ${noFile} /link`,
      end,
    );
    const { events } = await readFormat(bpftrace, log, { files });
    expect(events.map((event) => "path" in event && event.path)).toEqual([
      { known: true, path: "/link", real: "/link" },
      { known: true, path: "/link" },
    ]);
  });

  test("of a program that was executed by its descriptor are of the file that was opened", async () => {
    expect(
      await sayRecords([
        `O 200 7 0:0 0 ${noFile} fe:5 /usr/bin/true`,
        "X 300 7 0:0 fe:5 /dev/fd/3",
        "X 400 7 0:0 fe:6 /dev/fd/4",
      ]),
    ).toEqual(["open /usr/bin/true", "exec /usr/bin/true", "exec ?no-directory /dev/fd/4"]);
  });

  test("of the network are those of addresses", async () => {
    expect(
      await sayRecords([
        "c 200 7 4 1f90 192.0.2.1",
        "l 300 7 6 50 ::",
        "a 400 7 6 50 ::1",
        "c 500 7 1 0 /run/app.sock",
        "c 600 7 1 0 @abstract",
      ]),
    ).toEqual([
      "connect 192.0.2.1:8080",
      "listen [::]:80",
      "accept [::1]:80",
      "connect /run/app.sock",
      "connect @abstract",
    ]);
  });
});

describe("processes", () => {
  test("inherit program and folders, and threads are none of their own", async () => {
    const log = logOf(
      begin,
      "X 200 7 0:0 fe:1 /usr/bin/sh",
      "C 300 7 0:0 fe:10 /srv",
      "F 400 7 8 1200000",
      "F 410 7 9 3d0f00",
      "F 420 7 10 200",
      "C 500 8 0:0 fe:11 /etc",
      `S 600 7 0:0 0 ${noFile} a`,
      `S 610 8 0:0 0 ${noFile} a`,
      "C 700 10 0:0 fe:11 /tmp",
      `S 800 7 0:0 0 ${noFile} a`,
      end,
    );
    const { events } = await readFormat(bpftrace, log);
    expect(
      events.map((event) => `${"process" in event && event.process.pid} ${say(event)}`),
    ).toEqual([
      "7 exec /usr/bin/sh",
      "7 stat /srv",
      "8 start 8",
      "10 start 10",
      "8 stat /etc",
      "7 stat /srv/a",
      "8 stat /etc/a",
      "10 stat /tmp",
      "7 stat /tmp/a",
    ]);
    expect(events[2]).toMatchObject({
      time: 1700000000.0003,
      process: { pid: 8, parent: 7, program: "/usr/bin/sh" },
    });
  });

  test("whose records come from several processors are followed in the order of time", async () => {
    expect(
      await sayRecords([
        `S 600 8 0:0 0 ${noFile} passwd`,
        "F 400 7 8 0",
        "C 300 7 0:0 fe:10 /etc",
        "Z 700 0",
        `S 500 7 0:0 0 ${noFile} group`,
      ]),
    ).toEqual(["stat /etc", "start 8", "stat /etc/group", "stat /etc/passwd"]);
  });

  test("that began before the recording are told, but for the one that was waited for", async () => {
    const lines = [
      `S 200 7 0:0 0 ${noFile} /a`,
      `S 300 5 0:0 0 ${noFile} /b`,
      `S 400 5 0:0 0 ${noFile} /c`,
    ];
    expect(await sayRecords(lines)).toEqual(["stat /a", "lost late-start 1", "stat /b", "stat /c"]);
  });

  test("are bounded", async () => {
    const lines = Array.from({ length: 20 }, (_, pid) => `F ${200 + pid} 7 ${pid + 10} 0`);
    await expect(sayRecords(lines, { limits: { processes: 10 } })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    const opens = Array.from(
      { length: 20 },
      (_, file) => `O ${200 + file} 7 0:0 0 ${noFile} fe:${file} /x`,
    );
    await expect(sayRecords(opens, { limits: { openFiles: 10 } })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
  });
});

describe("roots", () => {
  const enter = [
    `S 200 7 0:0 0 ${noFile} /outside`,
    `S 210 7 0:0 0 ${noFile} also-outside`,
    "R 300 7 0:0 /mnt/rootfs",
    `S 400 7 0:0 0 ${noFile} /etc/passwd`,
    "C 500 7 0:0 fe:1 /srv",
    `S 600 7 0:0 0 ${noFile} app`,
  ];

  test("are entered by chroot", async () => {
    expect(await sayRecords(enter, { imageRoot: "/mnt/rootfs" })).toEqual([
      "stat ?outside /outside",
      "stat ?outside also-outside",
      "stat /etc/passwd",
      "stat /srv",
      "stat /srv/app",
    ]);
  });

  test("within the image are below it", async () => {
    expect(
      await sayRecords(["R 300 7 0:0 /jail", `S 400 7 0:0 0 ${noFile} /etc/../passwd`]),
    ).toEqual(["stat /jail/etc/../passwd"]);
  });

  test("of another place keep what happens there outside", async () => {
    const lines = [
      "R 300 7 0:0 /elsewhere",
      `S 400 7 0:0 0 ${noFile} /etc/passwd`,
      "c 500 7 4 50 192.0.2.1",
    ];
    expect(await sayRecords(lines, { imageRoot: "/mnt/rootfs" })).toEqual([
      "stat ?outside /etc/passwd",
    ]);
  });

  test("that are pivoted are the image's", async () => {
    const lines = [
      "C 250 7 0:0 fe:1 /run/rootfs",
      "P 300 7 0:0 .",
      `S 400 7 0:0 0 ${noFile} etc/passwd`,
      `S 500 7 0:0 0 ${noFile} /etc/group`,
    ];
    const after = ["stat /etc/passwd", "stat /etc/group"];
    expect(await sayRecords(lines)).toEqual(["stat /run/rootfs", ...after]);
    expect((await sayRecords(lines, { imageRoot: "/run/rootfs" })).slice(1)).toEqual(after);
  });
});

describe("texts", () => {
  const path63 = `/${"x".repeat(62)}`;
  const path199 = `/${"x".repeat(198)}`;

  test("that were cut are known to be", async () => {
    expect(
      await sayRecords([
        `S 200 7 0:0 0 ${noFile} ${path63}`,
        `S 300 7 78:0 0 ${noFile} ${path63}`,
        `S 400 7 78:0 0 ${noFile} ${path199}`,
        `S 500 7 78:78 0 ${noFile} ${path199}`,
        `S 600 7 78:78 0 ${noFile} ${path199}x`,
        `O 700 7 0:0 0 ${noFile} fe:1 `,
      ]),
    ).toEqual([
      `stat ${path63}`,
      `stat ?truncated ${path63}`,
      `stat ${path199}`,
      `stat ?truncated ${path199}`,
      `stat ${path199}x`,
      "open ?truncated ",
    ]);
  });

  test("of any bytes are read, as each version of bpftrace writes them", async () => {
    const line = (path: string) => `{"type": "printf", "data": "S 200 7 0:0 0 0:0 ${path}\\n"}\n`;
    const log = (path: string) => `${logOf(begin)}${line(path)}${logOf(end)}`;
    expect(await sayAll(bpftrace, log("/é"))).toEqual(["stat /é"]);
    expect(await sayAll(bpftrace, log("/\\uffffffc3\\uffffffa9"))).toEqual(["stat /é"]);
    expect(await sayAll(bpftrace, log("/\\uffffffe9\\\\uffffffe9"))).toEqual([
      "stat /\udce9\\uffffffe9",
    ]);
    expect(await sayAll(bpftrace, log('/a\\"\\n\\u0001 -> b '))).toEqual([
      'stat /a"\n\u0001 -> b ',
    ]);
    const bytes = bytesOf(log("/?"));
    bytes[bytes.indexOf(0x3f)] = 0xe9;
    expect(await sayAll(bpftrace, bytes)).toEqual(["stat /\udce9"]);
  });
});

describe("losses", () => {
  test("are what bpftrace says and what the end of the log shows", async () => {
    const lost = '{"type": "lost_events", "data": {"events": 12}}\n';
    expect(await sayAll(bpftrace, `${logOf(begin)}${lost}`)).toEqual([
      "lost dropped 12",
      "lost cut 1",
    ]);
    expect(await sayAll(bpftrace, logOf(begin, end))).toEqual([]);
  });

  test("are uses of io_uring, through which files are opened unseen", async () => {
    expect(await sayRecords(["U 200 7"])).toEqual(["lost io-uring 1"]);
  });
});

describe("lines", () => {
  test("that bpftrace writes beside are of no interest, and others are problems", async () => {
    const log = `{"type": "attached_probes", "data": {"probes": 45}}\n${logOf(begin, "hello", "O 1 2", "S x", end)}nonsense\n{"type": "other"}\n{"type": "map", "data": {"@x": 1}}\n`;
    const { events, problems } = await readFormat(bpftrace, log);
    expect(events).toEqual([]);
    expect(problems.map(({ offset = 0 }) => log.slice(offset).split("\n")[0])).toEqual([
      '{"type": "printf", "data": "hello\\n"}',
      '{"type": "printf", "data": "O 1 2\\n"}',
      '{"type": "printf", "data": "S x\\n"}',
      "nonsense",
      '{"type": "other"}',
    ]);
  });

  test("of two recordings begin anew", async () => {
    const log = logOf(
      begin,
      "C 9000 7 0:0 fe:1 /srv",
      "Z 9900 0",
      begin,
      `S 200 7 0:0 0 ${noFile} x`,
      "Z 300 0",
    );
    expect(await sayAll(bpftrace, log)).toEqual(["stat /srv", "stat ?no-directory x"]);
  });

  test("are recognised, and only these", () => {
    const recognises = (log: string) => bpftrace.recognises(bytesOf(log));
    const noise = '{"type": "attached_probes", "data": {"probes": 45}}\n';
    expect(recognises(`\ufeff\r\n${noise}${logOf(begin)}`)).toBe(true);
    expect(recognises(logOf(begin).replace("\n", "\r\n"))).toBe(true);
    expect(recognises(logOf(`O 300 7 0:0 0 ${noFile} fe:2 /x`))).toBe(true);
    for (const log of [
      "",
      noise,
      logOf("E 1 2"),
      logOf("hello"),
      logOf("B 100 7 other.bt"),
      logOf(begin).slice(0, -9),
      '{"time":1,"pid":7,"did":"open","path":"/x"}\n',
      '7 execve("/bin/true", ["true"], 0x7ffd /* 9 vars */) = 0\n',
    ]) {
      expect(recognises(log), log).toBe(false);
    }
  });
});

const id = fc.constantFrom("0:0", "fe:1", "fe:2");
const path = fc.constantFrom("/a", "b", "..", "", "é", '"\n', "__proto__", "/dev/fd/3");
const pid = fc.integer({ min: 0, max: 4 });
const time = fc.integer({ min: 0, max: 9_000_000 });
const record = fc.oneof(
  fc.tuple(time, pid, id, id, path).map(([t, p, a, b, x]) => `O ${t} ${p} 0:0 0 ${a} ${b} ${x}`),
  fc.tuple(time, pid, id, path).map(([t, p, a, x]) => `S ${t} ${p} 0:1 100 ${a} ${x}`),
  fc.tuple(time, pid, id, path).map(([t, p, a, x]) => `C ${t} ${p} 0:0 ${a} ${x}`),
  fc.tuple(time, pid, id, path).map(([t, p, a, x]) => `X ${t} ${p} 0:0 ${a} ${x}`),
  fc.tuple(time, pid, path).map(([t, p, x]) => `R ${t} ${p} 0:0 ${x}`),
  fc.tuple(time, pid, path).map(([t, p, x]) => `P ${t} ${p} 0:0 ${x}`),
  fc.tuple(time, pid, pid).map(([t, p, c]) => `F ${t} ${p} ${c} 200`),
  fc.tuple(time, pid).map(([t, p]) => `E ${t} ${p}`),
  fc.tuple(time, pid, id).map(([t, p, a]) => `M ${t} ${p} ${a}`),
  fc.constantFrom(begin, end, "D 1 2 fe:1", "U 5 1", "c 5 1 4 50 192.0.2.1", "nonsense", "O 5"),
);

test("no cut, damage or order of records gives anything but events, problems and coded errors", async () => {
  const log = fc.array(record, { maxLength: 30 }).map((lines) => logOf(begin, ...lines));
  await expectSturdy(bpftrace, log);
});

test("records that are too many to hold are handed on all the same", async () => {
  const lines = Array.from({ length: 50 }, (_, at) => `S ${200 + at} 7 0:0 0 ${noFile} /${at}`);
  expect(await sayRecords(lines, { limits: { pendingBytes: 1000 } })).toEqual(
    lines.map((_, at) => `stat /${at}`),
  );
});
