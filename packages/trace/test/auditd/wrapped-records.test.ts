import { auditd } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { bytesOf, checkHardness, readFormat } from "../json/read-format.ts";
import { auditEvent, found } from "./audit-log.ts";

const types: Readonly<Record<string, number>> = {
  SYSCALL: 1300,
  PATH: 1302,
  CWD: 1307,
  PROCTITLE: 1327,
};

const opens = (name: string, serial: number): string[] =>
  auditEvent({ serial, syscall: 257, exit: 3, paths: [found(name)] });

/** An event as go-audit writes it. */
function goAudit(lines: readonly string[], sequence: number, containers?: object): object {
  const messages = lines.map((line) => {
    const [, type = "", data = ""] = /^type=([A-Z]+) msg=\S+ (.*)$/.exec(line) ?? [];
    return { type: types[type], data, ...(type === "SYSCALL" && { containers }) };
  });
  return { sequence, timestamp: "1795464574.861", messages, uid_map: { 0: "root" } };
}

/** An event as Auditbeat writes it. */
const auditbeat = (original: readonly string[]): object => ({
  "@timestamp": "2026-11-23T20:09:34.861Z",
  event: { module: "auditd", action: "opened-file", original },
  auditd: { message_type: "syscall", sequence: 7 },
});

async function said(log: string | readonly object[]): Promise<readonly string[]> {
  const { said: all, problems } = await readFormat(auditd, log);
  expect(problems).toEqual([]);
  expect(auditd.recognises(bytesOf(log))).toBe(true);
  return all;
}

describe("events of go-audit", () => {
  test("are read as the records that are in them", async () => {
    const log = [goAudit(opens('"a"', 7), 7), goAudit(opens("2F612062", 9), 9)];
    const uses = ["lost unseen-exec 1", "open /srv/a", "open /a b", "lost gap 1"];
    expect(await said(log)).toEqual(uses);
    const lines = log.map((line) => `Nov 23 20:09:34 host go-audit[7]: ${JSON.stringify(line)}\n`);
    expect(await said(lines.join(""))).toEqual(uses);
  });

  test("end with their line, and lack records where the kernel sent them too late", async () => {
    const [call = "", folder = "", ...others] = opens('"/a"', 7);
    expect(await said([goAudit([call, folder, ...others.slice(0, 1)], 7)])).toEqual([
      "lost unseen-exec 1",
      "open /a",
    ]);
    expect(await said([goAudit([call, folder], 7)])).toEqual(["lost unseen-exec 1", "lost cut 1"]);
  });

  test("name the container", async () => {
    const { events } = await readFormat(auditd, [
      goAudit(opens('"/a"', 7), 7, { id: "f00d", image: "nginx" }),
    ]);
    expect(events.at(-1)).toMatchObject({ kind: "open", process: { container: "f00d" } });
  });
});

test("events of Auditbeat are read by the records that it was told to keep", async () => {
  expect(await said([auditbeat(opens('"/a"', 7)), auditbeat(opens('"/b"', 8))])).toEqual([
    "lost unseen-exec 1",
    "open /a",
    "open /b",
  ]);
});

test("other objects are problems, and not taken for logs of audit", async () => {
  for (const other of [
    { sequence: -1, timestamp: "1.000", messages: [] },
    { sequence: 1, timestamp: "x", messages: [] },
    { sequence: 1.5, timestamp: "1", messages: [] },
    { event: { original: ["hello"] } },
    { event: {} },
    {},
  ]) {
    const { problems } = await readFormat(auditd, [goAudit(opens('"/a"', 7), 7), other]);
    expect(problems, JSON.stringify(other)).toMatchObject([{ code: "LOG_LINE" }]);
  }
  const empty = await readFormat(auditd, [goAudit([], 7)]);
  expect(empty).toMatchObject({ events: [], problems: [] });
  for (const other of [
    { sequence: 1, messages: [] },
    { event: { original: "type=SYSCALL msg=audit(1.000:7): arch=c000003e" } },
  ]) {
    expect(auditd.recognises(bytesOf([other]))).toBe(false);
  }
});

test("what was damaged or cut gives problems and coded errors only, and cuts of the stream change nothing", async () => {
  const log = [
    goAudit(opens('"a"', 7), 7),
    goAudit(opens("2F612062", 9), 9),
    auditbeat(opens('"/c"', 10)),
  ];
  await checkHardness(auditd, log.map((line) => `${JSON.stringify(line)}\n`).join(""));
});
