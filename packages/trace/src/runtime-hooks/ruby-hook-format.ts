import type { LogFormat } from "../log-format.ts";
import { createHookFormat } from "./create-hook-format.ts";

/**
 * Reads what `@coppice/trace/hooks/ruby/coppice.rb` writes from inside of Ruby: each file whose code was compiled to be run,
 * and each extension. See `HookLine` for the lines.
 *
 * @example
 * ```ts
 * import { rubyHook } from "@coppice/trace";
 *
 * const log = `{"coppice":1,"runtime":"ruby","version":"3.1.2","pid":7,"ppid":1}
 * {"k":"load","p":"/app/gems/rack-3.0.0/lib/rack.rb"}
 * `;
 * const loaded: string[] = [];
 * for await (const batch of rubyHook.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "load" && event.path.known) loaded.push(event.path.path);
 *   }
 * }
 * loaded; // => ["/app/gems/rack-3.0.0/lib/rack.rb"]
 * ```
 */
export const rubyHook: LogFormat = createHookFormat({
  runtime: "ruby",
  name: "ruby-hook",
  title: "Coppice's required file for Ruby 2 and 3",
  shows: ["load"],
  ecosystems: ["gem"],
  blindSpots: [
    "which files the program reads by itself",
    "whether a method of a loaded file was called",
    "extensions that were required last by a process that was killed, and all of a killed one before Ruby 2.6",
    "what processes do whose environment has no RUBYOPT or that may not write into the folder, and programs that are no Ruby",
  ],
  record: "COPPICE_TRACE=/trace RUBYOPT=-r/hooks/ruby/coppice.rb ruby app.rb",
});
