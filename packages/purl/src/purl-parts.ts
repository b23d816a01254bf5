import type { PurlFault } from "./purl-draft.ts";
import { quote } from "./quote.ts";
import { typeEntries } from "./type-entries.ts";

const typeCharacters = /^[a-z][a-z0-9.-]*$/;

/** What is wrong with a type in lower case. See ECMA-427, 5.6.2. */
export function checkType(type: string): PurlFault | undefined {
  if (typeEntries.has(type) || typeCharacters.test(type)) return undefined;
  return {
    code: "TYPE_INVALID",
    message: `${quote(type)} is no purl type; use ASCII letters, digits, periods and dashes, a letter first`,
  };
}

/** Whether a segment is `.` or `..`, which a subpath may not have. See ECMA-427, 5.6.7. */
export function hasDotSegment(path: string): boolean {
  if (!path.startsWith(".") && !path.includes("/.")) return false;
  return path.split("/").some((segment) => segment === "." || segment === "..");
}

/** Takes the slashes off both ends. */
export function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (path[start] === "/") start++;
  while (end > start && path[end - 1] === "/") end--;
  return path.slice(start, end);
}
