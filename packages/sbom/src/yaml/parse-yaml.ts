import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  Parser,
  type YAMLMap,
} from "yaml";
import { type Draft, type DraftValue, setMember } from "../json/draft.ts";
import type { JsonValue } from "../json/json-value.ts";
import { SbomError } from "../sbom-error.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import { isDeeper } from "./is-deeper.ts";

/** How often the values of a document may be repeated by aliases: a free few, and then some times all that is written. */
const repetition = { free: 1000, times: 10 };

/** The library recurses, and past some thousand levels a regular expression of it ends the process. */
const maximumDepth = 1000;

/**
 * The value of a YAML document. Scalars without quotes stay text as they are written, since a version `3.10` is no number
 * and a date no point in time; only `null`, `~` and nothing at all are `null`. Tags are ignored, and `<<` is a name like
 * any other. What aliases repeat is one value in several places.
 *
 * Source: YAML 1.2.2.
 *
 * @throws An {@link SbomError} with code `YAML_INVALID` where the text is no YAML document, has a name twice in one mapping
 * or an alias before its anchor is complete; `DOCUMENT_TOO_DEEP` or `TOO_MANY_ITEMS` past a limit, the latter also where
 * aliases make the document ten times larger than it is written.
 */
export function parseYaml(
  text: string,
  limits: Pick<SbomLimits, "depth" | "items"> = defaultSbomLimits,
): JsonValue {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (isDeeper(tokens, Math.min(limits.depth, maximumDepth))) throw tooDeep();
  const composer = new Composer({
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    // Compares each name with all others; it is done below.
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: "error",
  });
  const [document, another] = composer.compose(tokens, true, text.length);
  const { contents = null, errors = [] } = document ?? {};
  const invalid = (offset: number, what: string): SbomError =>
    new SbomError("YAML_INVALID", `line ${lines.linePos(offset).line} ${what}; mend it there`);

  const [error] = errors;
  if (error) throw invalid(error.pos[0], `is no YAML: ${error.message}`);
  if (another)
    throw invalid(another.range[0], "is no YAML of one document: another one begins here");

  const anchors = new Map<string, ReadValue>();
  let written = 0;
  let repeated = 0;

  // Recursive: the depth of the document is limited.
  const read = (node: ParsedNode | null, depth: number): ReadValue => {
    if (node && isAlias(node)) return repeat(anchors.get(node.source), node.range[0], depth);
    written += 1;
    if (written + repeated > limits.items) {
      throw new SbomError(
        "TOO_MANY_ITEMS",
        `the document has more than ${limits.items} values; raise limits.items to read it`,
      );
    }
    const before = written + repeated;
    let height = 0;
    const readChild = (child: ParsedNode | null): DraftValue => {
      if (depth >= limits.depth) throw tooDeep();
      const found = read(child, depth + 1);
      height = Math.max(height, found.height + 1);
      return found.value;
    };
    const value =
      node && isMap(node)
        ? readMap(node, readChild)
        : node && isSeq(node)
          ? node.items.map(readChild)
          : scalarValue(node);
    const found = { value, height, items: written + repeated - before + 1 };
    if (node?.anchor) anchors.set(node.anchor, found);
    return found;
  };

  const repeat = (found: ReadValue | undefined, offset: number, depth: number): ReadValue => {
    if (found === undefined) throw invalid(offset, "has an alias before its anchor is complete");
    if (depth + found.height > limits.depth) throw tooDeep();
    repeated += found.items;
    if (repeated <= repetition.free + repetition.times * written) return found;
    throw new SbomError(
      "TOO_MANY_ITEMS",
      "the aliases of the document repeat too much of it; write it without them",
    );
  };

  const readMap = (
    node: YAMLMap.Parsed,
    readChild: (child: ParsedNode | null) => DraftValue,
  ): Draft => {
    const map: Draft = {};
    for (const { key, value } of node.items) {
      if (key !== null && !isScalar(key)) throw invalid(key.range[0], "has a name that is no text");
      const name = String(scalarValue(key) ?? "");
      if (Object.hasOwn(map, name)) {
        throw invalid(key?.range[0] ?? 0, `has the name ${JSON.stringify(name)} a second time`);
      }
      setMember(map, name, readChild(value));
    }
    return map;
  };

  return read(contents, 0).value;
}

/** A value with how much it holds. */
interface ReadValue {
  readonly value: DraftValue;
  readonly items: number;
  /** Levels inside it. */
  readonly height: number;
}

function tooDeep(): SbomError {
  return new SbomError(
    "DOCUMENT_TOO_DEEP",
    "the document has more values inside one another than can be read; raise limits.depth, or write it flatter",
  );
}

/** Text as it is written where it has neither quotes nor a tag. */
function scalarValue(node: ParsedNode | null): string | null {
  if (!isScalar(node)) return null;
  if (node.value === null) return null;
  return node.type === "PLAIN" && node.source !== undefined ? node.source : String(node.value);
}
