import { spawn } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { nodeHook } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import {
  describeAll,
  eventsOfRun,
  hooks,
  project,
  readFormat,
  runHooked,
  temporaryFolder,
  usesBelow,
} from "./hooked.ts";

const preload = join(hooks, "node-preload.cjs");
const env = { NODE_OPTIONS: `--require=${preload}` };
const { registerHooks } = createRequire(import.meta.url)("node:module");

/** What running a file shows of its folder. */
async function usesOf(folder: string, ...command: readonly string[]): Promise<string[]> {
  const run = runHooked([process.execPath, ...command], { cwd: folder, env });
  expect(run).toMatchObject({ status: 0, stderr: "" });
  return usesBelow(folder, await eventsOfRun(nodeHook, run));
}

/** What running a file shows of its folder, once it ran as it does without the hook. */
async function usesOfUnchanged(folder: string, ...command: readonly string[]): Promise<string[]> {
  const run = runHooked([process.execPath, ...command], { cwd: folder, env });
  const plain = runHooked([process.execPath, ...command], {
    cwd: folder,
    env: { COPPICE_TRACE: "" },
  });
  expect({ ...run, logs: [] }).toEqual(plain);
  return usesBelow(folder, await eventsOfRun(nodeHook, run));
}

describe("the module that is preloaded", () => {
  test("names what is required, with data apart, each once and by its real path", async () => {
    const folder = project({
      "main.js": `require("./a"); require("./data.json"); require("linked");
        delete require.cache[require.resolve("./a")]; require("./a");
        try { require("absent") } catch {}
        console.log(Object.keys(require.cache).length, require.main === module);`,
      "a.js": "exports.a = 1",
      "unused.js": "",
      "data.json": "{}",
      "store/linked/index.js": "require('./inner.cjs')",
      "store/linked/inner.cjs": "",
      "node_modules/.keep": "",
    });
    symlinkSync("../store/linked", join(folder, "node_modules/linked"));
    expect(await usesOfUnchanged(folder, "main.js")).toEqual([
      "load a.js",
      "load main.js",
      "load store/linked/index.js",
      "load store/linked/inner.cjs",
      "read data.json",
    ]);
  });

  test("names what is imported, from modules and from CommonJS", async () => {
    const folder = project({
      "main.mjs": `import "./static.mjs"; import cj from "cj"; import data from "./data.json" with { type: "json" };
        await import("./dynamic.mjs?version=1#x"); console.log(cj.name, data);`,
      "static.mjs": "import './deep.mjs'",
      "deep.mjs": "",
      "dynamic.mjs": "",
      "data.json": "1",
      "node_modules/cj/package.json": '{"name":"cj"}',
      "node_modules/cj/index.js": "exports.name = 'cj'; import('../../late.mjs')",
      "late.mjs": "",
    });
    expect(await usesOfUnchanged(folder, "main.mjs")).toEqual([
      "load deep.mjs",
      "load dynamic.mjs",
      "load late.mjs",
      "load main.mjs",
      "load node_modules/cj/index.js",
      "load static.mjs",
      "read data.json",
    ]);
    writeFileSync(join(folder, "start.js"), "const name = './static.mjs'; import(name)");
    expect(await usesOf(folder, "start.js")).toEqual([
      "load deep.mjs",
      "load start.js",
      "load static.mjs",
    ]);
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    writeFileSync(join(folder, "start.js"), "import './deep.mjs'");
    expect(await usesOf(folder, "start")).toEqual(["load deep.mjs", "load start.js"]);
    expect(await usesOf(folder, "--input-type=module", "-e", "import './deep.mjs'")).toEqual([
      "load deep.mjs",
    ]);
  });

  test("names what a module imports that is required, or says that it does not", async () => {
    const folder = project({
      "main.js": "for (let index = 0; index < 60; index++) require('./module' + index + '.mjs')",
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [
          `module${index}.mjs`,
          `export { a } from "./inner${index}.mjs"`,
        ]),
      ),
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [`inner${index}.mjs`, "export const a = 1"]),
      ),
    });
    const run = runHooked([process.execPath, "--no-warnings", "main.js"], { cwd: folder, env });
    const events = await eventsOfRun(nodeHook, run);
    const inner = usesBelow(folder, events).filter((use) => use.startsWith("load inner")).length;
    const lost = describeAll(events).filter((text) => text === "lost filtered").length;
    expect(usesBelow(folder, events)).toHaveLength(61 + inner);
    expect(inner + lost).toBe(60);
    expect(inner).toBe(registerHooks ? 60 : 50);
  });

  test("names what is compiled by node:vm or as a file of another name, when there is such a file", async () => {
    const folder = project({
      "main.js": `const vm = require("node:vm"), { Script } = vm;
        vm.runInThisContext("1", __dirname + "/a.js"); vm.runInNewContext("1", {}, { filename: __dirname + "/b.js" });
        const script = new Script("2", { filename: "file://" + __dirname + "/c.js" });
        console.log(script.runInThisContext(), script instanceof Script, vm.compileFunction("return 3", [], { filename: __dirname + "/d.js" })());
        vm.runInThisContext("1", __dirname + "/absent.js"); vm.runInThisContext("1", "evalmachine"); vm.runInThisContext("1");
        try { new Script("(", { filename: __dirname + "/e.js" }) } catch ({ name }) { console.log(name) }
        module.constructor.prototype._compile = () => {}; require("./tool");`,
      ...Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`${name}.js`, ""])),
      tool: "",
    });
    expect(await usesOfUnchanged(folder, "main.js")).toEqual(
      ["a.js", "b.js", "c.js", "d.js", "e.js", "main.js", "tool"].map((it) => `load ${it}`),
    );
  });

  test("leaves room for the listeners of the program", async () => {
    const folder = project({
      "main.js": "for (let index = 0; index < 10; index++) process.on('exit', () => {})",
    });
    expect(await usesOfUnchanged(folder, "main.js")).toEqual(["load main.js"]);
  });

  test("names what threads and children load, whatever their folder", async () => {
    const folder = project({
      "main.js": `const { Worker } = require("node:worker_threads"); const { fork } = require("node:child_process");
        const cluster = require("node:cluster");
        new Worker(__dirname + "/worker.mjs"); new Worker("require(" + JSON.stringify(__dirname + "/b.js") + ")", { eval: true });
        process.chdir("/"); fork(__dirname + "/child.js");
        cluster.setupPrimary({ exec: __dirname + "/member.js" }); cluster.fork();`,
      "worker.mjs": "import './a.mjs'",
      "child.js": "",
      "member.js": "process.disconnect()",
      "a.mjs": "",
      "b.js": "",
    });
    const run = runHooked([process.execPath, "main.js"], { cwd: folder, env });
    const events = await eventsOfRun(nodeHook, run);
    expect(run.stderr).toBe("");
    expect(usesBelow(folder, events)).toEqual(
      ["a.mjs", "b.js", "child.js", "main.js", "member.js", "worker.mjs"].map((it) => `load ${it}`),
    );
    expect(events.filter(({ kind }) => kind === "start")).toHaveLength(3);
  });

  test("names what was loaded before a process is killed, throws or exits", async () => {
    for (const end of ["process.kill(process.pid, 'SIGKILL')", "throw 1", "process.exit(4)"]) {
      const folder = project({
        "main.js": `require("./a"); ${end}; require("./b")`,
        "a.js": "",
        "b.js": "",
      });
      const run = runHooked([process.execPath, "main.js"], { cwd: folder, env });
      expect(run.status).not.toBe(0);
      expect(usesBelow(folder, await eventsOfRun(nodeHook, run))).toEqual([
        "load a.js",
        "load main.js",
      ]);
    }
  });

  test("says that it is late when the program loads it itself", async () => {
    const folder = project({
      "main.js": `require(${JSON.stringify(preload)}); require("./a")`,
      "a.js": "",
    });
    const run = runHooked([process.execPath, "main.js"], { cwd: folder, env: {} });
    const events = await eventsOfRun(nodeHook, run);
    expect(describeAll(events)).toContain("lost late-start");
    expect(usesBelow(folder, events)).toEqual(["load a.js", "load main.js"]);
  });

  test("says that imports are missing when it was copied without its loader", async () => {
    const folder = project({
      "main.mjs": "import './a.mjs'",
      "a.mjs": "console.log('done')",
      "preload.cjs": readFileSync(preload, "utf8"),
    });
    const run = runHooked([process.execPath, "main.mjs"], {
      cwd: folder,
      env: { NODE_OPTIONS: `--require=${folder}/preload.cjs` },
    });
    expect(run).toMatchObject({ status: 0, stdout: "done\n", stderr: "" });
    const events = await eventsOfRun(nodeHook, run);
    expect(usesBelow(folder, events)).toHaveLength(registerHooks ? 2 : 0);
    expect(describeAll(events).includes("lost filtered")).toBe(!registerHooks);
  });

  test("falls silent and changes nothing where it cannot write", async () => {
    const folder = project({
      "main.js": "require('./a'); console.log('done')",
      "a.js": "",
      file: "",
    });
    for (const trace of ["/proc", join(folder, "absent"), join(folder, "file")]) {
      const run = runHooked([process.execPath, "main.js"], {
        cwd: folder,
        env: { ...env, COPPICE_TRACE: trace },
      });
      expect(run).toMatchObject({ status: 0, stdout: "done\n", stderr: "" });
    }
    expect(readdirSync(folder).sort()).toEqual(["a.js", "file", "main.js"]);
  });

  test("writes to nothing but its own file when the program closes that", async () => {
    const folder = project({
      "main.js": `const fs = require("node:fs");
        for (let fd = 3; fd < 64; fd++) try { if (fs.readlinkSync("/proc/self/fd/" + fd).endsWith(".jsonl")) { fs.closeSync(fd); fs.openSync("mine", "w"); } } catch {}
        require("./a");`,
      "a.js": "",
    });
    const run = runHooked([process.execPath, "main.js"], { cwd: folder, env });
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(folder, "mine"), "utf8")).toBe("");
  });

  test("writes whole lines when it is ended at any time", async () => {
    const files = Array.from({ length: 200 }, (_, index) => [`m${index}.js`, ""] as const);
    const main =
      "for (let i = 0; i < 200; i++) require('./m' + i); process.stdout.write('x'); setInterval(() => {}, 9)";
    const folder = project({ ...Object.fromEntries(files), "main.js": main });
    const trace = temporaryFolder();
    const child = spawn(process.execPath, ["main.js"], {
      cwd: folder,
      env: { ...process.env, ...env, COPPICE_TRACE: trace },
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    const [name = ""] = readdirSync(trace);
    const { events, problems } = await readFormat(nodeHook, readFileSync(join(trace, name)));
    expect(problems).toEqual([]);
    expect(usesBelow(folder, events)).toHaveLength(201);
    expect(name).toMatch(/^node-[0-9]+-[0-9]+\.jsonl$/);
  });

  test("does not follow a link that someone put into the folder", () => {
    const folder = project({ "main.js": "", target: "" });
    const trace = temporaryFolder();
    chmodSync(trace, 0o755);
    const code = `const fs = require("node:fs"), now = Date.now; Date.now = () => 5;
      fs.symlinkSync(${JSON.stringify(join(folder, "target"))}, process.env.COPPICE_TRACE + "/node-" + process.pid + "-5.jsonl");`;
    writeFileSync(join(folder, "plant.cjs"), code);
    runHooked([process.execPath, "--require", "./plant.cjs", "--require", preload, "main.js"], {
      cwd: folder,
      env: { COPPICE_TRACE: trace },
    });
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("");
    expect(readdirSync(trace)).toHaveLength(2);
  });
});
