import { fanotify } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, expectSturdy, readFormat, sayAll } from "../read-format.ts";

const begin = '{"fanotify":1,"time":1700000000,"root":"/mnt/rootfs","own":true}';
const end = '{"ended":1700000009}';

function logOf(...lines: readonly string[]): string {
  return `${[begin, ...lines, end].join("\n")}\n`;
}

function did(pid: number, what: string, path: string, more = ""): string {
  return `{"time":1700000001,"pid":${pid},${more}"did":"${what}","path":${JSON.stringify(path)}}`;
}

describe("uses", () => {
  test("are those of real paths below the root that is watched", async () => {
    const log = logOf(
      did(7, "exec read open", "/mnt/rootfs/usr/bin/dash"),
      did(7, "write", "/mnt/rootfs/tmp/x (deleted)"),
      did(7, "silence", "/mnt/rootfs/x"),
    );
    const { events, problems } = await readFormat(fanotify, log);
    const origin = { time: 1700000001, process: { pid: 7, program: "/usr/bin/dash" } };
    const path = { known: true, path: "/usr/bin/dash", real: "/usr/bin/dash" };
    const offset = begin.length + 1;
    expect(events).toEqual([
      { kind: "exec", offset, ...origin, path },
      { kind: "read", offset, ...origin, path },
      { kind: "open", offset, ...origin, path },
      expect.objectContaining({
        kind: "write",
        path: { known: true, path: "/tmp/x", real: "/tmp/x" },
      }),
    ]);
    expect(problems).toEqual([]);
  });

  test("of another mount of the same file system are inside, if it is the image's own", async () => {
    const line = did(7, "open", "/etc/passwd");
    expect(await sayAll(fanotify, logOf(line))).toEqual(["open /etc/passwd"]);
    expect(await sayAll(fanotify, logOf(line).replace("true", "false"))).toEqual([
      "open ?outside /etc/passwd",
    ]);
  });

  test("are below the root that an option names", async () => {
    const log = logOf(did(7, "open", "/mnt/rootfs/inner/etc/passwd"));
    expect(await sayAll(fanotify, log, { imageRoot: "/mnt/rootfs/inner" })).toEqual([
      "open /etc/passwd",
    ]);
  });
});

describe("processes", () => {
  const programs = async (...lines: readonly string[]): Promise<unknown[]> => {
    const { events } = await readFormat(fanotify, logOf(...lines));
    return events.map((event) => "process" in event && event.process.program);
  };
  const inRoot = (path: string): string => `/mnt/rootfs${path}`;

  test("run the first of the files that are opened to execute them", async () => {
    expect(
      await programs(
        did(7, "exec", inRoot("/app/run")),
        did(7, "read", inRoot("/app/run")),
        did(7, "exec", inRoot("/usr/bin/env")),
        did(7, "exec", inRoot("/lib/ld.so")),
        did(7, "read", inRoot("/lib/libc.so")),
        did(7, "exec", inRoot("/usr/bin/python3")),
      ),
    ).toEqual([...Array(5).fill("/app/run"), "/usr/bin/python3"]);
  });

  test("inherit the program of the process that made them, also when they get the number of an older one", async () => {
    const { events } = await readFormat(
      fanotify,
      logOf(
        did(7, "exec", inRoot("/usr/bin/sh")),
        did(8, "exec", inRoot("/usr/bin/curl"), '"parent":7,'),
        did(8, "open", inRoot("/x"), '"parent":7,'),
      ),
    );
    expect(events.map((event) => "process" in event && event.process)).toEqual([
      { pid: 7, program: "/usr/bin/sh" },
      { pid: 8, parent: 7, program: "/usr/bin/curl" },
      { pid: 8, parent: 7, program: "/usr/bin/sh" },
    ]);
  });

  test("are forgotten when they are too many, the oldest first", async () => {
    const lines = [1, 2, 3, 1].map((pid, at) =>
      did(pid, at < 3 ? "exec" : "open", inRoot(`/bin/${pid}`)),
    );
    const { events } = await readFormat(fanotify, logOf(...lines), { limits: { processes: 2 } });
    expect(events.map((event) => "process" in event && event.process.program)).toEqual([
      "/bin/1",
      "/bin/2",
      "/bin/3",
      undefined,
    ]);
  });
});

describe("losses", () => {
  test("are dropped events and a missing end", async () => {
    expect(await sayAll(fanotify, logOf('{"dropped":3}'))).toEqual(["lost dropped 3"]);
    expect(await sayAll(fanotify, `${begin}\n`)).toEqual(["lost cut 1"]);
  });
});

describe("lines", () => {
  test("of another kind are problems", async () => {
    const log = logOf("{}", "null", "x", '{"pid":7,"did":"open"}', "[1]");
    const { events, problems } = await readFormat(fanotify, log);
    expect({ events, problems: problems.length }).toEqual({ events: [], problems: 5 });
  });

  test("are recognised, and only these", () => {
    const recognises = (log: string) => fanotify.recognises(bytesOf(log));
    expect(recognises(`\ufeff\n\r\n${begin}\r\n`)).toBe(true);
    expect(recognises(`${did(7, "open", "/x")}\n`)).toBe(true);
    const others = [
      "",
      "{}\n",
      begin,
      '{"pid":7,"path":"/x"}\n',
      "1 getpid() = 1\n",
      `${begin}`.slice(0, 20),
    ];
    for (const log of others) expect(recognises(log), log).toBe(false);
  });
});

test("no cut or damage gives anything but events, problems and coded errors", async () => {
  const line = fc.oneof(
    fc
      .tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom("open", "exec read", "write", ""),
        fc.constantFrom("/mnt/rootfs/a", "/é", '"\n', "", "(unreachable)/x", "/memfd:x (deleted)"),
        fc.constantFrom("", '"parent":1,'),
      )
      .map(([pid, what, path, more]) => did(pid, what, path, more)),
    fc.constantFrom(begin, end, '{"dropped":1}', "rubbish", "{}"),
  );
  await expectSturdy(
    fanotify,
    fc.array(line, { maxLength: 20 }).map((lines) => [begin, ...lines].join("\n")),
  );
});
