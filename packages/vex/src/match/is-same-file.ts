/**
 * Whether two values of the qualifier `checksum`, each a list such as `sha1:aa,sha256:bb`, can be of one file: with an algorithm
 * in common, and the same digest for each of those.
 */
export function isSameFile(a: string, b: string): boolean {
  const digests = readDigests(a);
  const common = [...readDigests(b)].filter(([algorithm]) => digests.has(algorithm));
  return (
    common.length > 0 && common.every(([algorithm, digest]) => digests.get(algorithm) === digest)
  );
}

function readDigests(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(",").flatMap((part): (readonly [string, string])[] => {
      const colon = part.indexOf(":");
      return colon < 0 ? [] : [[part.slice(0, colon).trim(), part.slice(colon + 1).trim()]];
    }),
  );
}
