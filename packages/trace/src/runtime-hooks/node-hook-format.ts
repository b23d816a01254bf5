import type { LogFormat } from "../log-format.ts";
import { createHookFormat } from "./create-hook-format.ts";

/**
 * Reads what `@coppice/trace/hooks/node-preload.cjs` writes from inside of Node.js: each file whose code was compiled to
 * be run, be it required or imported, by a worker or a child that inherits `NODE_OPTIONS`; each addon; and, as `read`, each
 * file of JSON. So is code that `node:vm` compiles under the name of a file that is there, as Jest does. See `HookLine` for
 * the lines.
 *
 * @example
 * ```ts
 * import { nodeHook } from "@coppice/trace";
 *
 * const log = `{"coppice":1,"runtime":"node","version":"20.19.0","pid":7,"ppid":1}
 * {"k":"load","p":"/app/node_modules/express/index.js"}
 * `;
 * const loaded: string[] = [];
 * for await (const batch of nodeHook.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "load" && event.path.known) loaded.push(event.path.path);
 *   }
 * }
 * loaded; // => ["/app/node_modules/express/index.js"]
 * ```
 */
export const nodeHook: LogFormat = createHookFormat({
  runtime: "node",
  name: "node-hook",
  title: "Coppice's preloaded module for Node.js 12 and later",
  shows: ["load", "read"],
  ecosystems: ["npm"],
  blindSpots: [
    "which files the program reads by itself, such as templates, and what the resolver reads of package.json files",
    "whether a function of a loaded file was called; NODE_V8_COVERAGE shows that",
    "whether a loaded file ran to its end, or was refused for its syntax or that of a module it imports",
    "which packages the code of a bundle came from",
    "ECMAScript modules that a loader of the program's own reads without asking Node.js for them, before Node.js 22.15",
    "what processes do whose environment has no NODE_OPTIONS or that may not write into the folder, and programs that are no Node.js",
  ],
  record: "COPPICE_TRACE=/trace NODE_OPTIONS=--require=/hooks/node-preload.cjs node app.js",
});
