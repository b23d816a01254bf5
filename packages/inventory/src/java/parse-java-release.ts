/**
 * The facts in a Java runtime's file `release`, which are lines `NAME="value"`; none where it is another file of that name.
 *
 * @example
 * ```ts
 * import { parseJavaRelease } from "@coppice/inventory";
 *
 * parseJavaRelease('JAVA_VERSION="17.0.15"\nMODULES="java.base"\n').get("JAVA_VERSION"); // => "17.0.15"
 * ```
 */
export function parseJavaRelease(text: string): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, value] = /^([A-Z_]+)="?([^"\r]{0,9999})"?\r?$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && value !== "") facts.set(name, value);
  }
  return facts.has("JAVA_VERSION") ? facts : new Map();
}
