// What node-preload.cjs runs in the thread of the loader, where Node.js has no Module.registerHooks: names the modules
// that are imported. Those of CommonJS are named in their own thread.
// biome-ignore-all lint/correctness/noNodejsModules: it runs in Node.js
import { fstatSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Modules that are kept to name each once. */
const fileLimit = 65_536;
const seen = new Set();
let file;

export function initialize(opened) {
  file = opened;
}

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  try {
    if (url.startsWith("file:") && loaded.format !== "commonjs")
      see(fileURLToPath(url), loaded.format);
  } catch {
    file = undefined;
  }
  return loaded;
}

function see(path, format) {
  if (file === undefined || seen.has(path)) return;
  if (seen.size === fileLimit) {
    write({ k: "lost", c: "dropped", r: `modules after the first ${fileLimit} are left out` });
    file = undefined;
    return;
  }
  seen.add(path);
  write({ k: format === "json" ? "read" : "load", p: path, t: Date.now() / 1000 });
}

function write(line) {
  const { dev, ino } = fstatSync(file.descriptor);
  if (dev === file.dev && ino === file.ino) {
    writeSync(file.descriptor, `${JSON.stringify(line)}\n`);
  }
}
