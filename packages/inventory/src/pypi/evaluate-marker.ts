import { compareVersions } from "@coppice/vers";

/** What is known of where a distribution runs, by the names that markers have for it. */
type MarkerEnvironment = ReadonlyMap<string, string>;

/** The environment of a `lib/python3.11/site-packages` on Linux: what its path does not say is not known. */
export function environmentOf(site: string): MarkerEnvironment {
  const version = /\/python(\d\.\d{1,3})\//.exec(`${site}/`)?.[1];
  return new Map([
    ["sys_platform", "linux"],
    ["platform_system", "Linux"],
    ["os_name", "posix"],
    ...(version === undefined ? [] : [["python_version", version] as const]),
  ]);
}

/** More than this many parentheses in one another are not looked into. */
const maximumDepth = 32;

/**
 * Whether a requirement's marker holds; `undefined` where that depends on what is not known, such as the extras that were
 * asked for. See the PyPA specification "Dependency specifiers", "Environment markers".
 */
export function evaluateMarker(
  marker: string,
  environment: MarkerEnvironment,
): boolean | undefined {
  const tokens = tokensOf(marker);
  let at = 0;
  const readAny = (depth: number): boolean | undefined => {
    let result = readAll(depth);
    while (tokens[at] === "or") {
      at++;
      const next = readAll(depth);
      result = result === true || next === true ? true : both(result, next, false);
    }
    return result;
  };
  const readAll = (depth: number): boolean | undefined => {
    let result = readOne(depth);
    while (tokens[at] === "and") {
      at++;
      const next = readOne(depth);
      result = result === false || next === false ? false : both(result, next, true);
    }
    return result;
  };
  const readOne = (depth: number): boolean | undefined => {
    if (tokens[at] === "(" && depth < maximumDepth) {
      at++;
      const result = readAny(depth + 1);
      at++;
      return result;
    }
    const left = tokens[at++] ?? "";
    let operator = tokens[at++] ?? "";
    if (operator === "not") operator = `not ${tokens[at++]}`;
    return compare(left, operator, tokens[at++] ?? "", environment);
  };
  const result = readAny(0);
  // What is not understood to its end says nothing.
  return at === tokens.length ? result : undefined;
}

/** Texts with their quotes, parentheses, operators and words. */
function tokensOf(marker: string): readonly string[] {
  const tokens: string[] = [];
  for (let at = 0; at < marker.length; ) {
    const character = marker.charAt(at);
    let end = at + 1;
    if (character === '"' || character === "'") {
      const quote = marker.indexOf(character, end);
      end = quote < 0 ? marker.length : quote + 1;
    } else {
      const kind = [/[<>=!~]/, /[\w.]/].find((each) => each.test(character));
      while (kind && end < marker.length && kind.test(marker.charAt(end))) end++;
    }
    if (character.trim() !== "") tokens.push(marker.slice(at, end));
    at = end;
  }
  return tokens;
}

/** `value` when both are, and not known otherwise. */
function both(a: boolean | undefined, b: boolean | undefined, value: boolean): boolean | undefined {
  return a === value && b === value ? value : undefined;
}

function compare(
  left: string,
  operator: string,
  right: string,
  environment: MarkerEnvironment,
): boolean | undefined {
  const [a, b] = [meaningOf(left, environment), meaningOf(right, environment)];
  if (a === undefined || b === undefined) return undefined;
  if (left === "python_version" || right === "python_version") return compareAs(operator, a, b);
  if (operator === "==" || operator === "===") return a === b;
  return operator === "!=" ? a !== b : undefined;
}

function meaningOf(token: string, environment: MarkerEnvironment): string | undefined {
  return /^["']/.test(token) ? token.slice(1, -1) : environment.get(token);
}

function compareAs(operator: string, a: string, b: string): boolean | undefined {
  // `3.*` is a prefix and not a version.
  if (!/^[\d.]+$/.test(a) || !/^[\d.]+$/.test(b)) return undefined;
  const order = compareVersions("pypi", a, b);
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    default:
      return undefined;
  }
}
