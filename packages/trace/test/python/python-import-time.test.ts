import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pythonImportTime, pythonVerbose } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { project, python3, readFormat, runs } from "../runtime-hooks/hooked.ts";

const heading = "import time: self [us] | cumulative | imported package\n";

async function namesOf(log: string | Uint8Array): Promise<string[]> {
  const { events, problems } = await readFormat(pythonImportTime, log);
  expect(problems).toEqual([]);
  return events.map((event) =>
    event.kind === "load" && !event.path.known
      ? `${event.path.reason} ${event.path.given}`
      : event.kind,
  );
}

describe("the times of Python's imports", () => {
  test("name modules, among what else was written and behind what others put before", async () => {
    const log = `warning: x\n${heading}import time:       192 |        205 |   certifi.core
hello import time: of day
50 %import time:        31 |         31 | marshal
2026-11-25T03:21:31Z stderr F import time:  1 |  2 | é.naïve
import time: cached    | cached     |   sys
import time: x
Traceback (most recent call last):
`;
    expect(await namesOf(log)).toEqual(["name certifi.core", "name marshal", "name é.naïve"]);
  });

  test("are recognised with other output before them, and by nothing else", () => {
    const recognises = (text: string) =>
      pythonImportTime.recognises(new TextEncoder().encode(text));
    expect(recognises(`\ufeffnoise\r\n\r\n${heading}`)).toBe(true);
    expect(recognises(`noise\nimport time:        31 |         31 | marsh`)).toBe(true);
    for (const text of [
      "",
      "import time",
      "import time:",
      "import time: 1 | x",
      "import time: 1 | 2 |",
      "import time: | 1 | a",
      "noise",
    ]) {
      expect(recognises(text)).toBe(false);
    }
  });

  test("are refused where there are none", async () => {
    for (const text of ["", "hello\n".repeat(30_000), "import time"]) {
      await expect(namesOf(text)).rejects.toMatchObject({ code: "LOG_FORMAT" });
    }
  });

  test.skipIf(corpus === undefined)("are read as they were recorded", async () => {
    const bytes = readFileSync(join(corpus ?? "", "trace/python/pyi.txt"));
    expect(pythonImportTime.recognises(bytes)).toBe(true);
    expect(pythonVerbose.recognises(bytes)).toBe(false);
    const names = await namesOf(bytes);
    const rows = readFileSync(join(corpus ?? "", "trace/python/pyi.txt"), "utf8").match(
      /^import time: +[0-9].*$/gm,
    );
    expect(names).toHaveLength(rows?.length ?? -1);
    expect(names).toContain("name encodings.aliases");
  });

  test.skipIf(!runs(python3, "-X", "importtime", "-c", ""))(
    "are what Python itself writes",
    async () => {
      const folder = project({
        "main.py":
          "import sys; sys.stderr.write('no newline'); sys.stderr.flush()\nimport package.inner",
        "package/__init__.py": "",
        "package/inner.py": "",
      });
      const { stderr } = spawnSync(python3, ["-X", "importtime", "main.py"], { cwd: folder });
      expect(pythonImportTime.recognises(stderr)).toBe(true);
      const names = await namesOf(stderr);
      expect(names.slice(-2)).toEqual(["name package", "name package.inner"]);
    },
  );
});
