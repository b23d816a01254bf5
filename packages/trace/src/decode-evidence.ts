import { type Evidence, type Grade, grades, isCoppiceError, parseDocument } from "@coppice/types";
import { compactKind } from "./encode-evidence.ts";
import { TraceError } from "./trace-error.ts";

/** Options of {@link decodeEvidence}. */
export interface DecodeEvidenceOptions {
  readonly limits?: Partial<DecodeEvidenceLimits>;
}

/** How much is decoded. */
export interface DecodeEvidenceLimits {
  /** Bytes of the compact form. Default: 256 MiB. */
  readonly bytes: number;
  /** Characters of all paths, ids and addresses, which the compact form holds in fewer. Default: 512 Mi. */
  readonly characters: number;
}

const defaultLimits: DecodeEvidenceLimits = { bytes: 1 << 28, characters: 1 << 29 };

/**
 * Evidence from the bytes of {@link encodeEvidence}.
 *
 * @throws A {@link TraceError} with code `EVIDENCE_INVALID` when the bytes are none of it, or of another major version of
 * the schema; `LIMIT_EXCEEDED` when a limit is passed.
 */
export function decodeEvidence(bytes: Uint8Array, options: DecodeEvidenceOptions = {}): Evidence {
  const limits = { ...defaultLimits, ...options.limits };
  if (bytes.length > limits.bytes) {
    throw new TraceError(
      "LIMIT_EXCEEDED",
      `the evidence has ${bytes.length} bytes; raise limits.bytes to decode it`,
    );
  }
  const compact = parse(bytes);
  if (compact["kind"] !== compactKind) throw invalid("it is of another kind");
  const units = list(compact["units"]);
  const ids = [...units.map((unit) => text(record(unit)["id"])), ...texts(compact["strangers"])];
  const room = { characters: limits.characters };
  const files = columns(compact["files"], ["path", "given", "impliedBy", "seen"]);
  const paths = restoreTexts(files["path"], room);
  const packages = columns(compact["packages"], ["id", "seen"]);
  const unattributed = columns(compact["unattributed"], ["path", "seen"]);
  const unplaced = columns(compact["unplaced"], ["given", "reason", "seen"]);
  const network = columns(compact["network"], ["kind", "address", "seen"]);
  const value = {
    kind: "evidence",
    schemaVersion: compact["schemaVersion"],
    subject: compact["subject"],
    units,
    files: paths.map((path, at) => ({
      path,
      given: files["given"]?.[at] === 1 ? [path] : files["given"]?.[at],
      seen: sightings(ids, files["seen"]?.[at]),
      ...(files["impliedBy"]?.[at] !== 0 && { impliedBy: named(paths, files["impliedBy"]?.[at]) }),
    })),
    packages: restoreTexts(packages["id"], room).map((id, at) => ({
      id,
      seen: sightings(ids, packages["seen"]?.[at]),
    })),
    unattributed: restoreTexts(unattributed["path"], room).map((path, at) => ({
      path,
      seen: sightings(ids, unattributed["seen"]?.[at]),
    })),
    unplaced: restoreTexts(unplaced["given"], room).map((given, at) => ({
      given,
      reason: unplaced["reason"]?.[at],
      seen: sightings(ids, unplaced["seen"]?.[at]),
    })),
    network: restoreTexts(network["address"], room).map((address, at) => ({
      kind: network["kind"]?.[at],
      address,
      seen: offsets(ids, network["seen"]?.[at]),
    })),
    problems: compact["problems"],
  };
  try {
    return parseDocument("evidence", value);
  } catch (error) {
    if (isCoppiceError(error)) throw invalid(error.message, error);
    throw error;
  }
}

function parse(bytes: Uint8Array): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid("it is no JSON text", cause);
  }
  return record(value);
}

interface JsonRecord {
  readonly [name: string]: unknown;
}

function record(value: unknown): JsonRecord {
  if (typeof value !== "object" || value === null) throw invalid("an object is missing");
  return { ...value };
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid("a list is missing");
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw invalid("a text is missing");
  return value;
}

function texts(value: unknown): readonly string[] {
  return list(value).map(text);
}

function columns<Name extends string>(
  value: unknown,
  names: readonly Name[],
): { readonly [name: string]: readonly unknown[] } {
  const table = record(value);
  return Object.fromEntries(names.map((name) => [name, list(table[name])]));
}

/** Undoes `shareBeginnings`. */
function restoreTexts(value: unknown, room: { characters: number }): readonly string[] {
  const parts = list(value);
  const restored: string[] = [];
  let before = "";
  for (let at = 0; at < parts.length; at += 2) {
    const shared = index(parts[at], before.length + 1);
    before = before.slice(0, shared) + text(parts[at + 1]);
    room.characters -= before.length;
    if (room.characters < 0) {
      throw new TraceError(
        "LIMIT_EXCEEDED",
        "the evidence has more text than limits.characters; raise it to decode that",
      );
    }
    restored.push(before);
  }
  return restored;
}

/** Paths by their numbers, or as they are. */
function named(paths: readonly string[], value: unknown): readonly string[] {
  return list(value).map((one) =>
    typeof one === "number" ? (paths[index(one, paths.length)] ?? "") : text(one),
  );
}

function sightings(ids: readonly string[], value: unknown): object {
  let [unit, offset] = [0, 0];
  return Object.fromEntries(
    pairs(value).map(([code, step]) => {
      const whole = integer(code);
      const units = Math.floor(whole / grades.length);
      unit = index(unit + units, ids.length);
      offset = index(offset + integer(step), Number.MAX_SAFE_INTEGER);
      const grade: Grade = grades[whole - units * grades.length] ?? "stat";
      return [ids[unit] ?? "", { grade, offset }];
    }),
  );
}

function offsets(ids: readonly string[], value: unknown): object {
  return Object.fromEntries(
    pairs(value).map(([unit, offset]) => [ids[index(unit, ids.length)] ?? "", offset]),
  );
}

function pairs(value: unknown): readonly (readonly [unknown, unknown])[] {
  const flat = list(value);
  return Array.from({ length: Math.ceil(flat.length / 2) }, (_, at) => [
    flat[2 * at],
    flat[2 * at + 1],
  ]);
}

function index(value: unknown, end: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= end) {
    throw invalid("a number leads nowhere");
  }
  return value;
}

function integer(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value)) throw invalid("a number is missing");
  return value;
}

function invalid(why: string, cause?: unknown): TraceError {
  const options = cause === undefined ? undefined : { cause };
  return new TraceError(
    "EVIDENCE_INVALID",
    `this is no compact evidence: ${why}; encode it again`,
    options,
  );
}
