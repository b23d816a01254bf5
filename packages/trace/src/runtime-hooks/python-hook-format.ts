import type { LogFormat } from "../log-format.ts";
import { createHookFormat } from "./create-hook-format.ts";

/**
 * Reads what `@coppice/trace/hooks/python/sitecustomize.py` writes from inside of CPython: by an audit hook (PEP 578) each
 * file whose code ran, each extension module and each library that ctypes loaded, each file that was opened, and each
 * program that was about to be executed; before Python 3.8 only the modules that were there at exit. A module in an
 * archive is a member of it. See `HookLine` for the lines.
 *
 * Of a Python that the process starts so that it does not run the hook, all is missing, which is a loss.
 *
 * The hook is asked before a file is opened: one that was there and that the process may not open counts as opened.
 *
 * @example
 * ```ts
 * import { pythonHook } from "@coppice/trace";
 *
 * const log = `{"coppice":1,"runtime":"python","version":"3.11.2","pid":7,"ppid":1}
 * {"k":"load","p":"/app/lib.zip","m":"yaml/loader.py"}
 * `;
 * const loaded: (string | undefined)[] = [];
 * for await (const batch of pythonHook.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "load" && event.path.known) loaded.push(event.path.path, event.path.member);
 *   }
 * }
 * loaded; // => ["/app/lib.zip", "yaml/loader.py"]
 * ```
 */
export const pythonHook: LogFormat = createHookFormat({
  runtime: "python",
  name: "python-hook",
  title: "Coppice's sitecustomize for CPython 2.7 and 3",
  shows: ["exec", "load", "open", "write"],
  ecosystems: ["pypi"],
  blindSpots: [
    "which files Python opens before its site module runs sitecustomize, such as .pth files",
    "what native code opens or loads by itself, and where a relative path leads that os.open is given",
    "modules that are built into the interpreter or frozen",
    "what is opened or executed before Python 3.8",
    "what processes do that run Python with -E, -I or -S, whose environment has no PYTHONPATH, or that may not write into the folder, and other programs",
  ],
  record: "COPPICE_TRACE=/trace PYTHONPATH=/hooks/python python3 app.py",
});
