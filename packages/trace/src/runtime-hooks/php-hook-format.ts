import type { LogFormat } from "../log-format.ts";
import { createHookFormat } from "./create-hook-format.ts";

/**
 * Reads what `@coppice/trace/hooks/php/prepend.php` writes from inside of PHP: at the end of each request, the files whose
 * code ran. A file in a PHAR is a member of it. See `HookLine` for the lines. Of a process that was killed in its first
 * request all is missing, which is a loss.
 *
 * @example
 * ```ts
 * import { phpHook } from "@coppice/trace";
 *
 * const log = `{"coppice":1,"runtime":"php","version":"8.2.0","pid":7,"until":"end"}
 * {"k":"load","p":"/app/vendor/autoload.php"}
 * {"k":"end"}
 * `;
 * const loaded: string[] = [];
 * for await (const batch of phpHook.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "load" && event.path.known) loaded.push(event.path.path);
 *   }
 * }
 * loaded; // => ["/app/vendor/autoload.php"]
 * ```
 */
export const phpHook: LogFormat = createHookFormat({
  runtime: "php",
  name: "php-hook",
  title: "Coppice's prepended file for PHP 5.3 and later",
  shows: ["load"],
  ecosystems: ["composer"],
  blindSpots: [
    "what a request included that was killed, when it was not the first of its process",
    "which files the program reads by itself, such as templates that it compiles",
    "whether a function of an included file was called",
    "what processes do that may not write into the folder or lack a function that the file needs (disable_functions)",
    "what PHP's extensions load, and programs that are no PHP",
  ],
  record: "COPPICE_TRACE=/trace php -d auto_prepend_file=/hooks/php/prepend.php app.php",
});
