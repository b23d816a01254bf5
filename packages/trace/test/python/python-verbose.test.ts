import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pythonImportTime, pythonVerbose } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import {
  cutInto,
  describeAll,
  gather,
  project,
  python3,
  readFormat,
  runs,
  usesBelow,
} from "../runtime-hooks/hooked.ts";

async function usesOf(log: string | Uint8Array): Promise<string[]> {
  const { events, problems } = await readFormat(pythonVerbose, log);
  expect(problems).toEqual([]);
  return describeAll(events);
}

describe("what Python says with -v", () => {
  test("names files of code of Python 3, whatever else is written", async () => {
    const log = `import _frozen_importlib # frozen
import 'time' # <class '_frozen_importlib.BuiltinImporter'>
# /a/__pycache__/x.cpython-311.pyc matches /a/x.py
# code object from '/a/__pycache__/x.cpython-311.pyc'
import 'x' # <_frozen_importlib_external.SourceFileLoader object at 0x7f9d10c1df50>
# code object from '/a/\\udcffé\\n\\x1b it\\\\s.py'
# code object from "/a/it's.py"
# wrote '/a/__pycache__/y.cpython-311.pyc'
# extension module '_ssl' loaded from '/lib/_ssl.so'
# extension module '_ssl' executed from '/lib/_ssl.so'
# zipimport: found 2 names in '/a/lib.zip'
import 'new' # <zipimporter object "/a/lib.zip/sub/">
import zipped # loaded from Zip /a/lib.zip/zipped/__init__.py
# code object from 'relative.py'
Processing .pth file: '/site/a.pth'
# trying /a/absent.py
# cleanup[2] removing x
import this # as my program says
# a comment that matches nothing
hello
50 %# code object from '/a/behind.py'
2026-11-25T03:21:31Z stderr F # extension module '_b' loaded from '/lib/_b.so'
# # code object from nowhere
`;
    expect(await usesOf(log)).toEqual([
      "0 read /a/__pycache__/x.cpython-311.pyc",
      "0 stat /a/x.py",
      "0 load /a/__pycache__/x.cpython-311.pyc",
      "0 load /a/\udcffé\n\u001b it\\s.py",
      "0 load /a/it's.py",
      "0 write /a/__pycache__/y.cpython-311.pyc",
      "0 load /lib/_ssl.so",
      "0 load /a/lib.zip!/sub",
      "0 load /a/lib.zip!/zipped/__init__.py",
      "0 load ?no-directory relative.py",
      "0 read /site/a.pth",
      "0 load /a/behind.py",
      "0 load /lib/_b.so",
      "0 load ?no-directory nowhere",
    ]);
  });

  test("names files of code of Python 2", async () => {
    const log = `# installing zipimport hook
import zipimport # builtin
# /usr/lib/python2.7/site.pyc matches /usr/lib/python2.7/site.py
import site # precompiled from /usr/lib/python2.7/site.pyc
import jobs # from /app/jobs.py
# wrote /app/jobs.pyc
import package # directory /app/package
import _ssl # dynamically loaded from /lib/_ssl.so
`;
    expect(await usesOf(log)).toEqual([
      "0 read /usr/lib/python2.7/site.pyc",
      "0 stat /usr/lib/python2.7/site.py",
      "0 load /usr/lib/python2.7/site.pyc",
      "0 load /app/jobs.py",
      "0 write /app/jobs.pyc",
      "0 load /lib/_ssl.so",
    ]);
  });

  test("takes relative paths from the working directory that is given", async () => {
    const log = new TextEncoder().encode("# code object from 'x.py'\n");
    const events = [];
    for await (const batch of pythonVerbose.read([log], { cwd: "/app" })) events.push(...batch);
    expect(describeAll(events)).toEqual(["0 load /app/x.py"]);
  });

  test("is recognised by its own lines only", () => {
    const recognises = (text: string) => pythonVerbose.recognises(new TextEncoder().encode(text));
    expect(recognises("noise\n\nimport 'x' # <a>\n")).toBe(true);
    for (const text of [
      "",
      "# a comment",
      "import x # y",
      "import 'x' # y",
      "# code object from '/cut",
      "# extension module 'x' made",
      "#!/bin/sh",
      "import time: 1 | 1 | x",
      '{"k":1}',
    ]) {
      expect(recognises(text)).toBe(false);
    }
    const both = "import time: self [us] | cumulative | imported package\nimport 'x' # <a>\n";
    expect(recognises(both)).toBe(true);
    expect(pythonImportTime.recognises(new TextEncoder().encode(both))).toBe(false);
  });

  test.skipIf(corpus === undefined)("is read as it was recorded", async () => {
    const bytes = readFileSync(join(corpus ?? "", "trace/python/pyv.txt"));
    expect(pythonVerbose.recognises(bytes)).toBe(true);
    const uses = await usesOf(bytes);
    const codes = bytes
      .toString()
      .match(/^# (?:code object from|extension module .* loaded from) /gm);
    expect(uses.filter((use) => use.startsWith("0 load "))).toHaveLength(codes?.length ?? -1);
    expect(uses).toContain("0 stat /usr/lib/python3.11/encodings/__init__.py");
  });

  test.skipIf(!runs(python3, "-c", ""))("is what Python itself writes", async () => {
    const folder = project({
      "main.py":
        "import sys; sys.path.insert(0, sys.path[0] + '/lib.zip')\nimport package.inner, zipped",
      "package/__init__.py": "",
      "package/inner.py": "",
      "zipped.py": "",
    });
    const make =
      "import zipfile, os; z = zipfile.ZipFile('lib.zip', 'w'); z.write('zipped.py'); z.close(); os.remove('zipped.py')";
    spawnSync(python3, ["-c", make], { cwd: folder });
    const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env;
    const usesOfRun = async (): Promise<string[]> => {
      const { stderr } = spawnSync(python3, ["-v", join(folder, "main.py")], {
        cwd: folder,
        env,
      });
      expect(pythonVerbose.recognises(stderr)).toBe(true);
      const { events, problems } = await readFormat(pythonVerbose, stderr);
      expect(problems).toEqual([]);
      return usesBelow(folder, events).map((use) => use.replace(/\.cpython-[0-9]+/, ""));
    };
    const [first, second] = [await usesOfRun(), await usesOfRun()];
    const modules = ["lib.zip", "package/__init__.py", "package/inner.py"];
    expect(first.filter((use) => use.startsWith("load "))).toEqual(
      modules.map((it) => `load ${it}`),
    );
    expect(first).toContain("write package/__pycache__/inner.pyc");
    expect(second).toEqual([
      "load lib.zip",
      "load package/__pycache__/__init__.pyc",
      "load package/__pycache__/inner.pyc",
      "read package/__pycache__/__init__.pyc",
      "read package/__pycache__/inner.pyc",
      "stat package/__init__.py",
      "stat package/inner.py",
    ]);
  });

  test("is read the same however it is cut, and any bytes give events, problems or a coded error", async () => {
    const line = fc.oneof(
      fc.string({ maxLength: 20 }).map((text) => `# code object from '${text}`),
      fc.string({ maxLength: 20 }).map((text) => `# code object from '/${text}'`),
      fc.constantFrom(
        "import 'x' # <y>",
        "import x # from /a/b.egg/c",
        "# /x.pyc matches ",
        "# '\\",
        "",
        "x",
        "# extension module 'a' loaded from '/x'",
        "# code object from '\\U00110000\\ud8'",
      ),
    );
    const log = fc.array(line, { maxLength: 20 }).map((lines) => lines.join("\n"));
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.nat(50)), async (content, sizes) => {
        const bytes = new TextEncoder().encode(content);
        expect(await gather(pythonVerbose, cutInto(bytes, sizes))).toEqual(
          await gather(pythonVerbose, [bytes]),
        );
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await gather(pythonVerbose, [bytes]);
        await gather(pythonImportTime, [bytes]);
      }),
    );
  });
});
