import { createMemberIdentifier } from "../input/create-member-identifier.ts";
import type { Identity } from "../input/identity.ts";
import type { JsonValue } from "../json/json-value.ts";
import { SbomError } from "../sbom-error.ts";
import type { ByteWindow } from "./byte-window.ts";
import { readList, readName, readWhole } from "./read-member.ts";
import { invalidJson, nextByte, type Reading } from "./reading.ts";
import type { SbomStreamItem } from "./sbom-stream-item.ts";
import type { SbomStreamLimits } from "./sbom-stream-limits.ts";

const comma = 0x2c;
const openArray = 0x5b;
const openObject = 0x7b;
const closeObject = 0x7d;

/** More than any format knows, so that the names that are remembered stay few. */
const mostMembers = 1000;

/** Reads a document of JSON from its opening brace on: lists batch by batch, other members as a whole. */
export function* readJsonStream(window: ByteWindow, limits: SbomStreamLimits): Reading<void> {
  const identifier = createMemberIdentifier();
  const names = new Set<string>();
  let identity: Identity | undefined;
  if ((yield* nextByte(window)) !== openObject) throw invalidJson(window, window.at, '"{"');
  window.at += 1;
  let next = yield* nextByte(window);
  if (next === closeObject) window.at += 1;
  while (next !== closeObject) {
    const name = yield* readName(window, limits);
    if (names.has(name)) throw repeated(name);
    if (names.size === mostMembers) throw tooManyMembers();
    names.add(name);
    const value = yield* readValue(window, name, limits);
    const told = identifier.add(name, () => value);
    if (identity === undefined && told !== undefined) yield [formatItem(told)];
    identity ??= told;
    next = yield* nextByte(window);
    if (next !== comma && next !== closeObject) {
      throw invalidJson(window, window.at, 'a comma or "}"');
    }
    window.at += 1;
  }
  if ((yield* nextByte(window)) >= 0) throw invalidJson(window, window.at, "the end of the text");
  if (identity === undefined) yield [formatItem(identifier.conclude())];
}

/** Reads a member's value and gives it, item by item where it is a list, of which nothing is returned. */
function* readValue(
  window: ByteWindow,
  name: string,
  limits: SbomStreamLimits,
): Reading<JsonValue> {
  const first = yield* nextByte(window);
  // The one list that tells a format, and that is short.
  if (first !== openArray || name === "@context") return yield* readWhole(window, name, limits);
  yield* readList(window, name, limits);
  return [];
}

function formatItem(identity: Identity): SbomStreamItem {
  switch (identity.kind) {
    case "sbom":
      return { kind: "format", format: identity.format };
    case "envelope":
      throw new SbomError(
        "ENCODING_UNSUPPORTED",
        `the document is in an envelope (${identity.envelope}), which is not read as a stream; read it with readSbom`,
      );
    case "other":
      throw new SbomError("FORMAT_UNKNOWN", `the document is ${identity.what}`);
    default:
      return identity satisfies never;
  }
}

function repeated(name: string): SbomError {
  return new SbomError(
    "JSON_INVALID",
    `the member ${JSON.stringify(name.slice(0, 40))} stands twice; leave one of them out`,
  );
}

function tooManyMembers(): SbomError {
  return new SbomError(
    "TOO_MANY_ITEMS",
    `the document has more than ${mostMembers} top-level members, as no SBOM does; see what it is`,
  );
}
