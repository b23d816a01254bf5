import type { LogFormat } from "../log-format.ts";
import { readV8Coverage } from "./read-v8-coverage.ts";
import { startsAsCoverage } from "./starts-as-coverage.ts";

/**
 * Reads the coverage that Node.js writes into the folder `NODE_V8_COVERAGE`, one document for each process and thread;
 * documents may be put one after the other. A script whose top level ran is a `load`, one of which a function was called
 * a `call`, also when nothing but its own top level called it.
 *
 * A bundle is the file that Node.js loaded: the sources that its source map names are build inputs and no files of
 * the subject, so that they are not looked at. Code that came from no file gives no event. The documents do not say
 * of which process they are: it has pid 0.
 *
 * @example
 * ```ts
 * import { v8Coverage } from "@coppice/trace";
 *
 * const log = `{"result":[{"scriptId":"71","url":"file:///app/my%20index.js","functions":[
 *   {"functionName":"","ranges":[{"startOffset":0,"endOffset":90,"count":1}],"isBlockCoverage":false},
 *   {"functionName":"unused","ranges":[{"startOffset":8,"endOffset":40,"count":0}],"isBlockCoverage":false}]}]}`;
 * const uses: string[] = [];
 * for await (const batch of v8Coverage.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if ("path" in event && event.path.known) uses.push(`${event.kind} ${event.path.path}`);
 *   }
 * }
 * uses; // => ["load /app/my index.js"]
 * ```
 */
export const v8Coverage: LogFormat = {
  name: "v8-coverage",
  title: "NODE_V8_COVERAGE of Node.js 12 and later",
  shows: ["call", "load"],
  ecosystems: ["npm"],
  blindSpots: [
    "what a process ran that was killed by a signal: coverage is written when it exits",
    "which files were read as data, such as JSON, and which addons were loaded",
    "which packages the code of a bundle came from",
    "who called a function: its own file or another",
    "what processes do whose environment has no NODE_V8_COVERAGE, and programs that are no Node.js",
  ],
  record: "NODE_V8_COVERAGE=/trace node app.js",
  recognises: startsAsCoverage,
  read: readV8Coverage,
};
