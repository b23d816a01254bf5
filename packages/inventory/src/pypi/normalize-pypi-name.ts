/**
 * The one spelling of a Python distribution's name. See PEP 503, "Normalized Names".
 *
 * @example
 * ```ts
 * import { normalizePypiName } from "@coppice/inventory";
 *
 * normalizePypiName("Zope.Interface__x"); // => "zope-interface-x"
 * ```
 */
export function normalizePypiName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}
