import { readFileSync } from "node:fs";
import { containerReport } from "@coppice/trace";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { bytesOf, expectSturdy, readFormat, sayAll } from "../read-format.ts";

const report = (monitors: unknown, image: unknown = { files: [] }) =>
  JSON.stringify({ document: "doc.report.container", monitors, image });

test("each process's files are opened, read, written or executed", async () => {
  const log = report({
    fan: {
      processes: {
        16: { pid: 16, path: "/usr/sbin/nginx", ppid: 1 },
        17: { pid: 17, path: "/usr/sbin/nginx", ppid: 16 },
        18: { pid: 18, path: "/bin/sh", ppid: -1 },
      },
      process_files: {
        16: {
          "/etc/group": { event_count: 1, first_eid: 36 },
          "/etc/a": { event_count: 3, reads: 2, writes: 1 },
          "/usr/sbin/nginx": { event_count: 4, reads: 3, execs: 4 },
          "/tmp/x (deleted)": { event_count: 1, writes: 1 },
        },
        19: { "/bin/ls": { event_count: 1, execs: 1 }, "/\ufffd": {} },
      },
    },
  });
  const { events } = await readFormat(containerReport, log);
  expect(await sayAll(containerReport, log)).toEqual([
    "exec /usr/sbin/nginx",
    "exec /usr/sbin/nginx",
    "exec /bin/sh",
    "open /etc/group",
    "read /etc/a",
    "write /etc/a",
    "read /usr/sbin/nginx",
    "write /tmp/x",
    "exec /bin/ls",
    "open /bin/ls",
    "open ?pattern /*",
  ]);
  expect(events[3]).toMatchObject({
    offset: log.indexOf('"/etc/group"'),
    process: { pid: 16, parent: 1, program: "/usr/sbin/nginx" },
  });
  expect(events[2]).toMatchObject({ process: { pid: 18 } });
});

test("calls that ptrace saw open or look at a path", async () => {
  const log = report({
    fan: null,
    pt: {
      arch_name: "amd64",
      fs_activity: {
        "/etc/a": { ops_all: 2, ops_checkfile: 1, pids: { 7: {}, 8: {} } },
        "/lib/once": { ops_all: 1, ops_checkfile: 1, syscalls: { 257: {} } },
        "/lib/looked": { ops_all: 1, ops_checkfile: 1, syscalls: { 262: {} } },
        "/etc/b": { ops_all: 1, ops_checkfile: 1 },
        "lib/c": { ops_all: 1, ops_checkfile: 0, pids: {} },
      },
    },
  });
  expect(await sayAll(containerReport, log)).toEqual([
    "open /etc/a",
    "open /lib/once",
    "stat /lib/looked",
    "stat /etc/b",
    "open ?no-directory lib/c",
  ]);
  expect((await readFormat(containerReport, log)).events[0]).toMatchObject({ process: { pid: 7 } });
});

test("flags of the image's files count where the monitor's counts are missing", async () => {
  const files = [
    { file_path: "/bin/sh", flags: { R: true, X: true } },
    { file_path: "/var/log/a", flags: { W: true, R: false } },
    { file_path: "/etc/kept" },
    { flags: { R: true } },
  ];
  const flagged = ["exec /bin/sh", "read /bin/sh", "write /var/log/a"];
  expect(await sayAll(containerReport, report({ pt: {} }, { files }))).toEqual(flagged);
  expect(await sayAll(containerReport, report({ fan: { process_files: {} } }, { files }))).toEqual(
    [],
  );
});

test("names like those of every object are names of files", async () => {
  const log = `{"monitors":{"fan":{"process_files":{"1":{"__proto__":{"reads":1},"constructor":{}}}}}}`;
  expect(await sayAll(containerReport, log)).toEqual([
    "read ?outside __proto__",
    "open ?outside constructor",
  ]);
});

test("a document that is none is refused, however deep it nests", async () => {
  const deep = `{"monitors":${'{"fan":['.repeat(50_000)}`;
  for (const log of ["", "{}", "[]", '{"monitors":{"fan":{', "null", deep]) {
    await expect(readFormat(containerReport, log)).rejects.toMatchObject({ code: "LOG_FORMAT" });
  }
  const limits = { documentBytes: 10 };
  await expect(readFormat(containerReport, report({}), { limits })).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
  });
  const nested = `{"monitors":{"fan":{}},"deep":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
  expect(await sayAll(containerReport, nested)).toEqual([]);
});

test("a report is recognised by what its monitors are called", () => {
  const recognised = (head: string) => containerReport.recognises(bytesOf(head));
  expect(recognised(`\ufeff${report({ fan: {} })}`)).toBe(true);
  expect(recognised('{"monitors": {"pt": {"arch')).toBe(true);
  expect(recognised('{"monitors": []}')).toBe(false);
  expect(recognised('{"fan":{"monitors":1}}')).toBe(false);
});

test.skipIf(corpus === undefined)("a report of a real image is read whole", async () => {
  const log = readFileSync(`${corpus}/trace/mint/creport.json`);
  expect(containerReport.recognises(log)).toBe(true);
  const { events } = await readFormat(containerReport, log);
  const { monitors } = JSON.parse(log.toString("utf8"));
  const files = new Set(
    Object.values(monitors.fan.process_files).flatMap((of) => Object.keys(of ?? {})),
  );
  const seen = new Set(
    events.map((event) => "path" in event && event.path.known && event.path.path),
  );
  expect(seen).toEqual(files);
  const seccomp = readFileSync(`${corpus}/trace/mint/kyos0109-nginx-distroless-seccomp.json`);
  expect(containerReport.recognises(seccomp)).toBe(false);
});

test("any cut, chunk and damage is borne", async () => {
  const name = fc.constantFrom(
    "monitors",
    "fan",
    "pt",
    "process_files",
    "processes",
    "reads",
    "/a",
    "pid",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.jsonValue({ maxDepth: 1 }),
      fc.dictionary(name, tie("value")),
      fc.constant({ fan: { process_files: { 1: { "/a": { reads: 1 } } } } }),
    ),
  }));
  await expectSturdy(
    containerReport,
    value.map((monitors) => JSON.stringify({ monitors }, null, 1)),
  );
});
