import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonHook } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import {
  describeAll,
  eventsOfRun,
  hooks,
  project,
  python3,
  runHooked,
  runs,
  usesBelow,
} from "./hooked.ts";

const python = runs(python3, "-c", "import sys; sys.exit(sys.version_info < (3, 8))");
const env = { PYTHONPATH: join(hooks, "python"), PYTHONDONTWRITEBYTECODE: "1" };

/** What running a program shows of its folder, once it ran as it does without the hook. */
async function usesOf(folder: string, ...command: readonly string[]): Promise<string[]> {
  const run = runHooked([python3, ...command], { cwd: folder, env });
  const plain = runHooked([python3, ...command], {
    cwd: folder,
    env: { ...env, PYTHONPATH: "" },
  });
  expect({ ...run, logs: [] }).toEqual(plain);
  return usesBelow(folder, await eventsOfRun(pythonHook, run));
}

function loadsOf(uses: readonly string[]): readonly string[] {
  return uses.filter((use) => use.startsWith("load "));
}

describe.skipIf(!python)("the audit hook of Python", () => {
  test("names the files whose code ran, of the program and of modules", async () => {
    const folder = project({
      "main.py":
        "import package.inner, sys\ntry: import absent\nexcept ImportError: pass\nprint(sys.path[0], sys.argv)",
      "package/__init__.py": "",
      "package/inner.py": "from . import sibling\nimport space.part",
      "package/sibling.py": "",
      "package/unused.py": "",
      "space/part.py": "",
    });
    expect(loadsOf(await usesOf(folder, "main.py", "argument"))).toEqual([
      "load main.py",
      "load package/__init__.py",
      "load package/inner.py",
      "load package/sibling.py",
      "load space/part.py",
    ]);
  });

  test("names a module in an archive as its member, and bytecode without its source", async () => {
    const folder = project({
      "main.py": "import sys\nsys.path[:0] = ['lib.zip', 'bare']\nimport zipped.part, compiled",
      "zipped/__init__.py": "",
      "zipped/part.py": "",
      "source/compiled.py": "",
      "bare/.keep": "",
    });
    const make =
      "import zipfile, py_compile, shutil\nz = zipfile.ZipFile('lib.zip', 'w')\nz.write('zipped/__init__.py')\nz.write('zipped/part.py')\nz.close()\nshutil.rmtree('zipped')\npy_compile.compile('source/compiled.py', cfile='bare/compiled.pyc')\nshutil.rmtree('source')";
    expect(spawnSync(python3, ["-c", make], { cwd: folder }).status).toBe(0);
    expect(loadsOf(await usesOf(folder, "main.py"))).toEqual([
      "load bare/compiled.pyc",
      "load lib.zip!/zipped/__init__.py",
      "load lib.zip!/zipped/part.py",
      "load main.py",
    ]);
  });

  test("names the files that are opened and written to, and none that is not there", async () => {
    const folder = project({
      "main.py": `import os
open("data.txt").close(); open(b"data.txt").close(); os.close(os.open("data.txt", os.O_RDONLY))
open("out.txt", "a").close()
try: open("absent.txt")
except OSError: pass
for name in os.listdir(b"."):
    if b"\\xff" in name: open(name).close()`,
      "data.txt": "",
      "out.txt": "",
    });
    spawnSync("sh", ["-c", "touch \"$(printf 'odd\\377')\""], { cwd: folder });
    expect(await usesOf(folder, "main.py")).toEqual([
      "load main.py",
      "open data.txt",
      "open main.py",
      "open odd\udcff",
      "write out.txt",
    ]);
  });

  test("names the programs that it starts, as acts of a child", async () => {
    const folder = project({
      "main.py":
        "import subprocess, os\nsubprocess.run(['true'])\nsubprocess.run(['./tool'], cwd='sub')\nos.system('true')\ntry: subprocess.run(['absent'])\nexcept OSError: pass",
      "sub/tool": "#!/bin/sh\n",
    });
    spawnSync("chmod", ["+x", "sub/tool"], { cwd: folder });
    const run = runHooked([python3, "main.py"], { cwd: folder, env });
    const execs = (await eventsOfRun(pythonHook, run)).filter(({ kind }) => kind === "exec");
    expect(execs).toHaveLength(3);
    expect(describeAll(execs).map((text) => text.replace(/^0<[0-9]+ /, ""))).toEqual([
      expect.stringMatching(/^exec \/.*\/true$/),
      `exec ${folder}/sub/tool`,
      "exec /bin/sh",
    ]);
  });

  test("follows forks, threads, chdir and programs that close what they did not open", async () => {
    const folder = project({
      "main.py": `import os, threading
def work(): import first
thread = threading.Thread(target=work); thread.start(); thread.join()
os.chdir("/")
if os.fork() == 0:
    os.closerange(3, 100)
    mine = open(os.environ["OUT"], "w"); import second; mine.close()
    os._exit(0)
os.wait()
import third`,
      "first.py": "",
      "second.py": "",
      "third.py": "",
    });
    const out = join(folder, "out.txt");
    // A thread that is ending may still be there when Python forks, of which Python 3.12 warns.
    const more = { OUT: out, PYTHONWARNINGS: "ignore" };
    const run = runHooked([python3, "main.py"], { cwd: folder, env: { ...env, ...more } });
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(loadsOf(usesBelow(folder, await eventsOfRun(pythonHook, run)))).toEqual([
      "load first.py",
      "load main.py",
      "load second.py",
      "load third.py",
    ]);
    expect(run.logs.length).toBeGreaterThan(1);
    expect(readFileSync(out, "utf8")).toBe("");
  });

  test("says that a Python which it starts does not run it", async () => {
    const folder = project({
      "main.py":
        "import os, subprocess, sys\nfor options in eval(sys.argv[1]): subprocess.run([sys.executable, *options], env=eval(sys.argv[2]))",
    });
    for (const [options, environment, lost] of [
      ["[['-Bs', '-c', '0'], ['-Wdefault', '-m', 'compileall', '-q', '-i', 'E']]", "None", 0],
      ["[['-Wdefault', '-bE', '-c', '0'], ['-Ic', '0']]", "os.environ", 1],
      ["[['-c', '0']]", "{'PATH': ''}", 1],
    ] as const) {
      const run = runHooked([python3, "main.py", options, environment], { cwd: folder, env });
      const texts = describeAll(await eventsOfRun(pythonHook, run));
      expect(texts.filter((text) => text === "lost filtered")).toHaveLength(lost);
    }
  });

  test("names what a child loads that may not write into the folder", async () => {
    const folder = project({
      "main.py": `import os
trace = os.environ["COPPICE_TRACE"]
os.chmod(".", 0o755)
os.chmod(trace, 0o555)
if os.fork() == 0:
    if os.getuid() == 0: os.setuid(65534)
    import first
    os._exit(0)
os.wait()
os.chmod(trace, 0o755)`,
      "first.py": "",
    });
    const run = runHooked([python3, "main.py"], { cwd: folder, env });
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.logs).toHaveLength(1);
    expect(loadsOf(usesBelow(folder, await eventsOfRun(pythonHook, run)))).toEqual([
      "load first.py",
      "load main.py",
    ]);
  });

  test("lets through what the program's handlers of signals raise", async () => {
    const folder = project({
      "main.py": `import os, signal
class Late(Exception): pass
def raise_it(*_): raise Late
signal.signal(signal.SIGALRM, raise_it)
caught = 0
for name in range(100):
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        for part in range(10000): os.path.exists("main.py") or open("main.py").close()
    except Late: caught += 1
print(caught)`,
    });
    const run = runHooked([python3, "main.py"], { cwd: folder, env });
    expect(run).toMatchObject({ status: 0, stdout: "100\n", stderr: "" });
  });

  test("takes no place of a stream that the program does not have", () => {
    const folder = project({
      "main.py": "import os\ntry: os.fstat(0)\nexcept OSError: print('closed')",
    });
    const command = ["sh", "-c", `exec '${python3}' main.py <&-`];
    const run = runHooked(command, { cwd: folder, env });
    expect(run).toMatchObject({ status: 0, stdout: "closed\n", stderr: "" });
    expect(run.logs).toHaveLength(1);
  });

  test("hands on to the sitecustomize that it hides, also when that fails", async () => {
    const folder = project({
      "main.py": "import sys; print(sys.modules['sitecustomize'].mark)",
      "site/sitecustomize.py": "mark = 5",
    });
    const both = { ...env, PYTHONPATH: `${env.PYTHONPATH}:${folder}/site` };
    const run = runHooked([python3, "main.py"], { cwd: folder, env: both });
    expect(run).toMatchObject({ status: 0, stdout: "5\n", stderr: "" });
    expect(loadsOf(usesBelow(folder, await eventsOfRun(pythonHook, run)))).toEqual([
      "load main.py",
      "load site/sitecustomize.py",
    ]);
    writeFileSync(join(folder, "site/sitecustomize.py"), "import absent_module");
    writeFileSync(join(folder, "main.py"), "");
    const failing = runHooked([python3, "main.py"], { cwd: folder, env: both });
    const plain = runHooked([python3, "main.py"], {
      cwd: folder,
      env: { ...env, PYTHONPATH: `${folder}/site` },
    });
    expect({ ...failing, logs: [] }).toEqual(plain);
  });

  test("names what was loaded before a process is killed, and shows none of its own", async () => {
    const folder = project({
      "main.py": "import first, os; os.kill(os.getpid(), 9); import second",
      "first.py": "",
      "second.py": "",
    });
    const run = runHooked([python3, "main.py"], { cwd: folder, env });
    const events = await eventsOfRun(pythonHook, run);
    expect(loadsOf(usesBelow(folder, events))).toEqual(["load first.py", "load main.py"]);
    expect(usesBelow(hooks, events)).toEqual([]);
    expect(describeAll(events).filter((text) => text.startsWith("lost"))).toEqual([]);
  });

  test("falls silent and changes nothing where it cannot write", () => {
    const folder = project({ "main.py": "import first; print('done')", "first.py": "", file: "" });
    for (const trace of ["/proc", join(folder, "absent"), join(folder, "file")]) {
      const run = runHooked([python3, "main.py"], {
        cwd: folder,
        env: { ...env, COPPICE_TRACE: trace },
      });
      expect(run).toMatchObject({ status: 0, stdout: "done\n", stderr: "" });
    }
  });
});

describe.skipIf(!runs("python2.7", "-c", ""))("Python without audit hooks", () => {
  test("names the modules that are there at exit", async () => {
    const folder = project({ "main.py": "import first", "first.py": "", "second.py": "" });
    const run = runHooked(["python2.7", "main.py"], {
      cwd: folder,
      env,
    });
    expect(run).toMatchObject({ status: 0, stdout: "", stderr: "" });
    const events = await eventsOfRun(pythonHook, run);
    expect(usesBelow(folder, events)).toEqual(["load first.py", "load main.py"]);
  });
});
