import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeName } from "@coppice/image";
import { auditd } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { callsOf } from "../../src/auditd/audit-call.ts";
import { readFormat } from "../json/read-format.ts";
import { auditEvent, found } from "./audit-log.ts";

/**
 * Recorded with auditd 3.0.9 of Debian 12, `log_format = ENRICHED` and the rules of hooks/audit for the user nobody:
 * `sh -c 'cd /tmp/notes; "./show it" /etc/hostname; ln -s "show it" link; mv "show it" café; rm link; head -c 1 /nowhere;
 * bash -c "echo > /dev/udp/127.0.0.1/9"'`, where `show it` is a script that calls cat. Only the events of nobody are kept.
 */
const fixture = fileURLToPath(new URL("fixtures/notes.log", import.meta.url));

const hasAudit = existsSync("/usr/bin/ausyscall") || existsSync("/sbin/ausyscall");
if (!hasAudit) process.stderr.write("no auditd: its tools are no referees\n");

/** What a log shows, but for libraries and data of the C library. */
const usesIn = (said: readonly string[]): string[] =>
  said.filter((text) => !/^start|\/lib|^stat |ld\.so\.cache|\/dev\/|\/proc\//.test(text));

/** How often each use is shown. */
function countOf(said: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of said) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

describe("a recorded log", () => {
  test("shows what the commands did", async () => {
    const { said, problems } = await readFormat(auditd, readFileSync(fixture));
    expect(problems).toEqual([]);
    expect(said.filter((text) => text.startsWith("lost"))).toEqual([]);
    expect(usesIn(said)).toEqual([
      "exec /bin/sh (real)",
      "exec /tmp/notes/show it",
      "exec /bin/sh (real)",
      "open /tmp/notes/show it",
      "exec /usr/bin/cat (real)",
      "open /etc/hostname",
      "exec /usr/bin/ln (real)",
      "write /tmp/notes/link",
      "exec /usr/bin/mv (real)",
      "remove /tmp/notes/show it",
      "write /tmp/notes/café",
      "exec /usr/bin/rm (real)",
      "remove /tmp/notes/link",
      "exec /usr/bin/head (real)",
      "exec /usr/bin/bash (real)",
      "connect 127.0.0.1:9",
    ]);
    const mapped = said.filter((text) => text.startsWith("map /lib/"));
    expect(new Set(mapped)).toContain("map /lib/x86_64-linux-gnu/libc.so.6");
  });

  test("shows that a record is missing wherever that changes what it shows", async () => {
    const lines = readFileSync(fixture, "utf8").split("\n");
    const whole = countOf((await readFormat(auditd, lines.join("\n"))).said);
    // All of the rarer records, and half of the others.
    for (const [at, line] of lines.entries()) {
      if (at % 2 === 1 && !/^type=(?:MMAP|SOCKADDR)/.test(line)) continue;
      const { said } = await readFormat(auditd, lines.toSpliced(at, 1).join("\n"));
      const left = countOf(said);
      const hidden = [...whole].filter(([use, count]) => (left.get(use) ?? 0) < count);
      const shown = said.some((text) => text.startsWith("lost") || text.includes("?no-directory"));
      expect(shown || hidden.length === 0, line).toBe(true);
    }
  });

  test.runIf(hasAudit)("shows the same when ausearch prints it, interpreted or not", async () => {
    const { said } = await readFormat(auditd, readFileSync(fixture));
    for (const form of [[], ["-i"], ["--raw"]]) {
      const printed = execFileSync("ausearch", [...form, "-if", fixture], {
        env: { ...process.env, LC_ALL: "C" },
        maxBuffer: 1 << 26,
      });
      expect(auditd.recognises(printed)).toBe(true);
      const again = await readFormat(auditd, printed);
      expect(again.problems).toEqual([]);
      expect(again.said, form.join()).toEqual(said);
    }
  });
});

test.runIf(hasAudit)("names are those that were encoded when ausearch -i prints them", async () => {
  const names = [
    "/a b ",
    " x",
    '/a"b',
    "/a\nb",
    "/\u0001",
    "/a\\n",
    "/café",
    "/b  inode=5 x",
    "/\udcff",
    "\t",
  ];
  const log = names.map((name, index) => {
    const paths = [found(Buffer.from(encodeName(name)).toString("hex").toUpperCase())];
    const cwd = Buffer.from("/my data ").toString("hex").toUpperCase();
    return auditEvent({ serial: index + 1, syscall: 257, exit: 3, paths, cwd }).slice(0, -1);
  });
  const folder = mkdtempSync(join(tmpdir(), "audit-"));
  const file = join(folder, "names.log");
  writeFileSync(file, `${log.flat().join("\n")}\n`);
  const printed = execFileSync("ausearch", ["-i", "-if", file]);
  rmSync(folder, { recursive: true });
  const { said, problems } = await readFormat(auditd, printed);
  expect(problems).toEqual([]);
  expect(said.slice(-names.length)).toEqual(
    names.map((name) => `open ${name.startsWith("/") ? name : `/my data /${name}`}`),
  );
});

test("the rules that come with the package ask for every call that is read", () => {
  const rules = readFileSync(new URL("../../hooks/audit/coppice.rules", import.meta.url), "utf8");
  const asked = (arch: string) => {
    const lines = rules.split("\n").filter((line) => line.includes(`arch=${arch} `));
    return new Set(lines.flatMap((line) => / -S (\S+)/.exec(line)?.[1]?.split(",") ?? []));
  };
  const read = (arch: number) => [...(callsOf(arch)?.values() ?? [])].map(({ name }) => name);
  // They tell when files and processes are gone, and are too many.
  const without = new Set(["close", "exit_group"]);
  expect([...asked("b64")].toSorted()).toEqual(
    read(0xc000003e)
      .filter((name) => !without.has(name))
      .toSorted(),
  );
  expect(read(0x40000003)).toEqual(expect.arrayContaining([...asked("b32")]));
});

describe("numbers of system calls", () => {
  test.runIf(hasAudit).each([
    ["x86_64", 0xc000003e],
    ["i386", 0x40000003],
    ["aarch64", 0xc00000b7],
    ["arm", 0x40000028],
    ["ppc64le", 0xc0000015],
    ["s390x", 0x80000016],
  ])("are those of auditd for %s", (name, arch) => {
    const dump = execFileSync("ausyscall", [name, "--dump"], { encoding: "utf8" });
    const names = new Map(
      dump.split("\n").flatMap((line) => {
        const [number = "", call] = line.split("\t");
        return call === undefined ? [] : [[Number(number), call] as const];
      }),
    );
    const calls = callsOf(arch) ?? new Map();
    expect(calls.size).toBeGreaterThan(35);
    for (const [number, call] of calls) {
      // auditd 3.0 is older than the call, which has one number everywhere.
      if (call.name === "fchmodat2") expect(number).toBe(452);
      else expect(call.name).toBe(names.get(number));
    }
  });
});
