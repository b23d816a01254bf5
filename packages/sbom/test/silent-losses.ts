import {
  convertSbom,
  type JsonObject,
  type JsonValue,
  parseSbom,
  type SbomTarget,
} from "@coppice/sbom";
import { jsonPointer } from "../src/json/json-pointer.ts";
import { isJsonObject } from "../src/json/json-value.ts";

type Path = readonly (string | number)[];

/** Members that say what a document is written in, which a conversion changes. */
const fixed = new Set([
  "$schema",
  "bomFormat",
  "specVersion",
  "spdxVersion",
  "dataLicense",
  "@context",
]);

/** Words that may stand in place of others; any other text only becomes longer. */
const others: Readonly<Record<string, string>> = { declared: "concluded", concluded: "declared" };

/**
 * Pointers to values that a way to `over` and back to `back` loses although no loss names them. A value is lost where
 * another one in its place leads to the same model. `choose` picks the values to look at.
 */
export async function silentLosses(
  native: JsonObject,
  over: SbomTarget,
  back: SbomTarget,
  choose: (pointers: readonly string[]) => readonly string[] = (pointers) => pointers,
): Promise<readonly string[]> {
  const { losses, model } = await thereAndBack(native, over, back);
  const listed = new Set(losses);
  const paths = new Map(valuesIn(native).map((path) => [jsonPointer(path), path]));
  const silent: string[] = [];
  for (const pointer of choose([...paths.keys()])) {
    const path = paths.get(pointer);
    if (path === undefined || isListed(path, listed)) continue;
    const changed = change(native, path);
    if (isJsonObject(changed) && (await thereAndBack(changed, over, back)).model === model) {
      silent.push(pointer);
    }
  }
  return silent;
}

async function thereAndBack(
  native: JsonObject,
  over: SbomTarget,
  back: SbomTarget,
): Promise<{ readonly losses: readonly string[]; readonly model: string }> {
  const there = await convertSbom(parseSbom(JSON.stringify(native)), over);
  const { document } = await convertSbom(there.document, back);
  const { native: _, format, envelopes, problems, ...model } = document;
  return {
    losses: there.losses.map(({ pointer }) => pointer),
    model: JSON.stringify(model, (key, value) => (key === "pointer" ? undefined : value)),
  };
}

/** Paths to texts, numbers and truth values that say something. */
function valuesIn(native: JsonObject): readonly Path[] {
  const found: Path[] = [];
  const pending: [JsonValue | undefined, Path][] = [[native, []]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, path] = next;
    if (fixed.has(String(path.at(-1)))) continue;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) pending.push([item, [...path, index]]);
    } else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) pending.push([member, [...path, name]]);
    } else if (value !== null && value !== "" && value !== "NOASSERTION") found.push(path);
  }
  return found;
}

function isListed(path: Path, listed: ReadonlySet<string>): boolean {
  return path.some((_, end) => listed.has(jsonPointer(path.slice(0, end + 1))));
}

/** The same document with another value at `path`. */
function change(value: JsonValue | undefined, path: Path): JsonValue {
  const [step, ...rest] = path;
  if (step === undefined) return changed(value);
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? change(item, rest) : item));
  }
  if (!isJsonObject(value)) return null;
  return { ...value, [step]: change(value[step], rest) };
}

function changed(value: JsonValue | undefined): JsonValue {
  if (typeof value === "number") return value / 2 + 0.1;
  if (typeof value === "boolean") return !value;
  return typeof value === "string" ? (others[value] ?? `${value}x`) : null;
}
