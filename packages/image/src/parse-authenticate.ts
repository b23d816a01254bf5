/** A way to authenticate that a server offers. */
export interface AuthenticateChallenge {
  /** In lower case, such as `bearer` or `basic`. */
  readonly scheme: string;
  /** By name in lower case; the first of several with one name. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Parses the `WWW-Authenticate` header of an answer with status 401, as far as it follows RFC 9110, section 11.6.1; what
 * does not is passed over.
 *
 * @example
 * ```ts
 * import { parseAuthenticate } from "@coppice/image";
 *
 * const [challenge] = parseAuthenticate('Bearer realm="https://auth.example/token",service="registry"');
 * challenge?.scheme; // => "bearer"
 * challenge?.parameters.get("service"); // => "registry"
 * ```
 */
export function parseAuthenticate(header: string): readonly AuthenticateChallenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (accepts: (character: string) => boolean): string => {
    const start = at;
    while (at < header.length && accepts(header.charAt(at))) at++;
    return header.slice(start, at);
  };
  const takeQuoted = (): string => {
    let value = "";
    for (at++; at < header.length && header[at] !== '"'; at++) {
      if (header[at] === "\\") at++;
      value += header.charAt(at);
    }
    at++;
    return value;
  };
  while (at < header.length) {
    take(isEnd);
    const word = take(isTokenCharacter).toLowerCase();
    if (word === "") at++;
    take(isSpace);
    if (header[at] !== "=") {
      if (word !== "") challenges.push({ scheme: word, parameters: new Map() });
      continue;
    }
    at++;
    take(isSpace);
    const isQuoted = header[at] === '"';
    const value = isQuoted ? takeQuoted() : take((character) => !isEnd(character));
    const parameters = challenges.at(-1)?.parameters;
    if (word !== "" && parameters && !parameters.has(word)) parameters.set(word, value);
  }
  return challenges;
}

function isSpace(character: string): boolean {
  return character === " " || character === "\t";
}

function isEnd(character: string): boolean {
  return character === "," || isSpace(character);
}

function isTokenCharacter(character: string): boolean {
  return /[A-Za-z0-9!#$%&'*+.^_`|~-]/.test(character);
}
