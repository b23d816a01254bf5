import { type Evidence, parseDocument } from "@coppice/types";
import { beforeAll, describe, expect, test } from "vitest";
import { log, makeRoot } from "./root.ts";
import { run } from "./run.ts";
import { workFolder } from "./work-folder.ts";

const work = workFolder();
const bomOption = (): string[] => ["--bom", work.place("bom.json")];

beforeAll(async () => {
  await makeRoot(work.place("root"));
  await run(["inventory", work.place("root"), "-o", work.place("bom.json")]);
  await work.write("run.strace", log);
});

async function trace(...words: readonly string[]): Promise<Evidence> {
  const { code, stderr, stdout } = await run(["trace", ...words, ...bomOption(), "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return parseDocument("evidence", JSON.parse(stdout));
}

const usedOf = ({ packages }: Evidence): readonly string[] =>
  packages.map(({ id }) => id.replace(/^pkg:deb\/debian\/([^@]*)@.*$/, "$1"));

describe("coppice trace", () => {
  test("tells the format of a log by itself, or takes it as it is named", async () => {
    const tetragon = `${JSON.stringify({
      process_exec: {
        process: {
          ...{ exec_id: "a", pid: 7, cwd: "/", binary: "/usr/bin/shop", flags: "execve" },
          docker: "3f2a",
        },
        parent: { exec_id: "b", pid: 1, binary: "/usr/bin/sh" },
      },
      time: "2026-01-31T12:00:00Z",
    })}\n`;
    const path = await work.write("tetragon.json", tetragon);
    const found = await trace(path);
    expect(found.units.map(({ source }) => source)).toEqual(["tetragon"]);
    expect(usedOf(found)).toContain("shop");
    expect(await trace(path, "--format", "tetragon")).toEqual(found);
    const wrong = await run(["trace", path, ...bomOption(), "--format", "strace"]);
    expect(wrong.stderr).toMatch(/^coppice: LOG_FORMAT: /);
  });

  test("cuts a log into windows, with its start apart", async () => {
    const lines = [0, 5, 700, 1500].map(
      (second) =>
        `7 ${1_700_000_000 + second}.000000 openat(AT_FDCWD, "/usr/share/shop/goods", O_RDONLY) = 3`,
    );
    const begin = '7 1700000000.000000 execve("/usr/bin/shop", ["shop"], 0x7ffc /* 2 vars */) = 0';
    const path = await work.write("long.strace", [begin, ...lines, ""].join("\n"));
    const { units } = await trace(
      ...[path, "--unit", "day", "--window", "600", "--startup", "60", "--stratum", "traffic"],
    );
    expect(units.map(({ id, stratum }) => [id, stratum])).toEqual([
      ["day@1", "traffic"],
      ["day@2", "traffic"],
      ["day@startup", "startup"],
    ]);
  });

  test("reads the files of strace -ff as one log", async () => {
    const lines = log.trimEnd().split("\n");
    const files = await Promise.all(
      ["200", "201"].map((pid) => {
        const own = lines.filter((line) => line.startsWith(`${pid} `));
        return work.write(`run.${pid}`, `${own.map((line) => line.slice(4)).join("\n")}\n`);
      }),
    );
    const together = await trace(...files, "--per-process", "--unit", "run", "--client", "probe");
    const whole = await trace(work.place("run.strace"), "--unit", "run", "--client", "probe");
    expect(usedOf(together)).toEqual(usedOf(whole));
    expect(together.units.map(({ id }) => id)).toEqual(["run", "run#client"]);
    const odd = await run(["trace", work.place("run.strace"), "--per-process", ...bomOption()]);
    expect(odd.code).toBe(2);
    expect(odd.stderr).toContain("strace -ff -o NAME");
  });

  test.each([
    ["--startup", "soon"],
    ["--window", "0"],
    ["--stratum", "weekend"],
    ["--format", "morse"],
  ])("refuses %s %s", async (...option) => {
    const { code } = await run(["trace", work.place("run.strace"), ...bomOption(), ...option]);
    expect(code).toBe(2);
  });
});

describe("coppice evidence", () => {
  test("merges in any order to the same bytes, and says what it shows", async () => {
    const parts: string[] = [];
    for (const unit of ["monday", "tuesday"]) {
      const path = work.place(`${unit}.json.gz`);
      await run([
        ...["trace", work.place("run.strace"), ...bomOption(), "--unit", unit],
        ...["--client", "probe", "-o", path],
      ]);
      parts.push(path);
    }
    const there = await run(["evidence", ...parts, ...bomOption(), "--json"]);
    const back = await run(["evidence", ...parts.reverse(), ...bomOption(), "--json"]);
    expect(there).toEqual(back);
    const { stdout } = await run(["evidence", ...parts, ...bomOption()]);
    expect(stdout).toContain("2 of 4 packages used by the workload, 1 by clients only");
    expect(stdout).toContain("Not ready to act on:");
  });

  test("refuses what is no evidence, and evidence of another image", async () => {
    const other = await run(["evidence", work.place("bom.json"), ...bomOption()]);
    expect(other.stderr).toMatch(/^coppice: DOCUMENT_KIND: /);
    const evidence = await trace(work.place("run.strace"));
    const subject = { ...evidence.subject, digest: `sha256:${"0".repeat(64)}` };
    const path = await work.write("other.json", JSON.stringify({ ...evidence, subject }));
    const mixed = await run(["evidence", path, ...bomOption()]);
    expect(mixed.stderr).toMatch(/^coppice: SUBJECT_MISMATCH: /);
    expect(mixed.code).toBe(3);
  });
});
