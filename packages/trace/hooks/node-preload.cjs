// Says which files a Node.js process loads: NODE_OPTIONS=--require=/…/node-preload.cjs COPPICE_TRACE=/folder.
//
// Each thread appends JSON lines to a file of its own in that folder, each line at once, so that nothing is lost when the
// process is killed; it falls silent when it cannot write. The reader `nodeHook` describes the lines. A file counts as
// loaded when its code goes to the compiler, or when it was linked as an addon; JSON counts as read. For Node.js 12 and
// later; ECMAScript modules are seen from 18.19 on. The traces of stacks show this file among the loader's.
// biome-ignore-all lint/correctness/noNodejsModules: it runs in Node.js
// biome-ignore-all lint/style/useNodejsImportProtocol: the first versions that it is for have none
"use strict";

function install() {
  const process = require("process");
  const folder = process.env.COPPICE_TRACE;
  const installed = Symbol.for("coppice.trace");
  if (!folder || process[installed]) return;
  Object.defineProperty(process, installed, { value: true });
  const { accessSync, constants, existsSync, fstatSync, openSync, readFileSync, writeSync } =
    require("fs");
  const Module = require("module");
  const { dirname, isAbsolute, join, resolve } = require("path");
  const { fileURLToPath, pathToFileURL } = require("url");
  const { threadId } = require("worker_threads");
  const vm = require("vm");
  const { now } = Date;

  /** Files that are kept to name each once. */
  const fileLimit = 65536;
  const seen = new Set([__filename]);
  let file;

  function openFile() {
    const began = now();
    const name = join(folder, `node-${process.pid}-${began}${threadId ? `.${threadId}` : ""}`);
    for (let attempt = 0; file === undefined && attempt < 100; attempt++) {
      try {
        // Never one that is there: a link, or the file of a process with the same number in another container.
        const descriptor = openSync(`${name}${attempt ? `-${attempt}` : ""}.jsonl`, "ax", 0o644);
        const { dev, ino } = fstatSync(descriptor);
        file = { descriptor, dev, ino };
      } catch (error) {
        if (error.code !== "EEXIST") return;
      }
    }
    write({
      coppice: 1,
      runtime: "node",
      version: process.versions.node,
      pid: process.pid,
      ppid: process.ppid,
      t: began / 1000,
      cwd: workingDirectory(),
      program: process.execPath,
      thread: threadId || undefined,
      late: require.main === undefined ? undefined : true,
    });
  }

  function workingDirectory() {
    try {
      return process.cwd();
    } catch {
      return undefined;
    }
  }

  function write(line) {
    if (file === undefined) return;
    try {
      const { dev, ino } = fstatSync(file.descriptor);
      // The program may have closed it, and opened something of its own with the same number.
      if (dev !== file.dev || ino !== file.ino) file = undefined;
      else writeSync(file.descriptor, `${JSON.stringify(line)}\n`);
    } catch {
      file = undefined;
    }
  }

  function see(kind, path) {
    if (file === undefined || seen.has(path) || !isAbsolute(path)) return;
    if (seen.size === fileLimit) {
      write({ k: "lost", c: "dropped", r: `files after the first ${fileLimit} are left out` });
      file = undefined;
      return;
    }
    seen.add(path);
    write({ k: kind, p: path, t: now() / 1000 });
  }

  const seeModule = (path) => see(path.endsWith(".json") ? "read" : "load", path);

  /** Watches what modules import, which costs a thread where the loader cannot be watched in this one. */
  let watchImports = () => {
    watchImports = () => {};
    try {
      if (Module.registerHooks) {
        Module.registerHooks({ load: seeLoad });
        return;
      }
      const loader = join(__dirname, "node-loader.mjs");
      if (Module.register && file) {
        // The process would end if it could not be read.
        accessSync(loader, constants.R_OK);
        Module.register(pathToFileURL(loader), { data: file });
        return;
      }
    } catch {}
    write({ k: "lost", c: "filtered", r: "this Node.js does not show ECMAScript modules" });
  };

  function seeLoad(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    try {
      if (url.startsWith("file:")) seeModule(fileURLToPath(url));
    } catch {}
    return loaded;
  }

  /** Comments, which name types by import(), and what may be an import or a statement of a module. */
  const interesting =
    /\/\*\* @.*?\*\/|^[ \t]*(?:\* @|\/\/).*|\bimport\s*[(/]|^[ \t]*(?:import|export)\b/gm;

  /** How code may load modules: in a statement, or when it runs. A text that looks like it only costs time. */
  function importsOf(code) {
    const found = /import|export/.test(code) ? code.match(interesting) || [] : [];
    return {
      calls: found.some((text) => /^import\s*[(/]/.test(text)),
      states: found.some((text) => /^[ \t]*(?:import|export)$/.test(text)),
    };
  }

  function entryMayImport() {
    const flags = `${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS}`;
    if (/--(?:import|loader|input-type|experimental-(?:loader|default-type))\b/.test(flags))
      return true;
    if (process._eval !== undefined) return importsOf(process._eval).calls;
    if (process.argv[1] === undefined) return true;
    const entry = require.resolve(process.argv[1]);
    if (!entry.endsWith(".js")) return !entry.endsWith(".cjs");
    for (let parent = dirname(entry); ; parent = dirname(parent)) {
      try {
        return JSON.parse(readFileSync(join(parent, "package.json"), "utf8")).type === "module";
      } catch {
        if (parent === dirname(parent)) return false;
      }
    }
  }

  /**
   * Names the modules that are compiled until the function that it gives is called: those that a required module imports,
   * which come through no loader that can be watched from another thread.
   */
  function watchCompiler() {
    const { Session } = require("inspector");
    const session = new Session();
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => {
      try {
        if (params.isModule && params.url.startsWith("file:")) seeModule(fileURLToPath(params.url));
      } catch {}
    });
    session.post("Debugger.setSkipAllPauses", { skip: true });
    session.post("Debugger.enable");
    return () => session.disconnect();
  }

  /** Calls `before` ahead of a method, with its arguments, and what that gives when the method is done. */
  function watch(object, method, before) {
    const original = object[method];
    object[method] = function (...given) {
      let end;
      let returned = false;
      try {
        end = before(...given);
      } catch {}
      try {
        const result = Reflect.apply(original, this, given);
        returned = true;
        return result;
      } finally {
        try {
          if (end) end(returned);
        } catch {}
      }
    };
  }

  let watchesCompiler = false;

  /** Modules whose imports are looked for like that, which takes some milliseconds for each. */
  let watchesLeft = 50;

  function seeCode(code, path, format) {
    see("load", path);
    if (Module.registerHooks) return undefined;
    const { calls, states } = importsOf(code);
    const isModule = format === "module" || (states && format === undefined);
    if (calls || (isModule && format === undefined)) watchImports();
    const imports = isModule && /\b(?:import|from)\b/.test(code);
    return imports && !watchesCompiler ? watchRequired(path) : undefined;
  }

  function watchRequired(path) {
    try {
      if (watchesLeft-- > 0) {
        const end = watchCompiler();
        watchesCompiler = true;
        return () => {
          watchesCompiler = false;
          end();
        };
      }
    } catch {}
    write({ k: "lost", c: "filtered", r: `modules that ${path} imports are left out` });
    return undefined;
  }

  /** What tools load by `node:vm`, such as Jest; code may have the name of a file that is not there. */
  function seeCompiled(options) {
    try {
      const name = typeof options === "string" ? options : options.filename || options.identifier;
      const path = name.startsWith("file:") ? fileURLToPath(name) : name;
      if (isAbsolute(path) && !seen.has(path) && existsSync(path)) see("load", path);
    } catch {}
  }

  openFile();
  if (file === undefined) return;
  delete Module._cache[__filename];
  for (const path of Object.keys(Module._cache)) seeModule(path);
  watch(Module.prototype, "_compile", seeCode);
  watch(Module.prototype, "load", (path) => {
    // Some tools compile files without _compile.
    if (!path.endsWith(".node")) seeModule(path);
  });
  for (const method of ["runInThisContext", "runInContext", "runInNewContext", "compileFunction"]) {
    const at = method === "runInThisContext" ? 1 : 2;
    watch(vm, method, (...given) => seeCompiled(given[at]));
  }
  for (const name of ["Script", "SourceTextModule"]) {
    if (!vm[name]) continue;
    vm[name] = new Proxy(vm[name], {
      construct(target, given, newTarget) {
        seeCompiled(given[1]);
        return Reflect.construct(target, given, newTarget);
      },
    });
  }
  watch(process, "dlopen", (_, path) => (returned) => returned && see("load", resolve(path)));
  try {
    if (Module.registerHooks || threadId > 0 || entryMayImport()) watchImports();
  } catch {
    watchImports();
  }
}

try {
  install();
} catch {
  // The program goes on unseen.
}
