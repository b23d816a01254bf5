/** Hexadecimal digits of a hash by its algorithm, whose name is in lower case and without separators. */
const lengths: ReadonlyMap<string, number> = new Map([
  ["adler32", 8],
  ["md2", 32],
  ["md4", 32],
  ["md5", 32],
  ["sha1", 40],
  ["sha224", 56],
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
  ["sha3224", 56],
  ["sha3256", 64],
  ["sha3384", 96],
  ["sha3512", 128],
  ["blake2b256", 64],
  ["blake2b384", 96],
  ["blake2b512", 128],
  ["streebog256", 64],
  ["streebog512", 128],
]);

/** What is wrong with a hash in any format's spelling; nothing where its algorithm has no one length. */
export function hashFault(algorithm: string, value: string): string | undefined {
  const length = lengths.get(algorithm.toLowerCase().replaceAll(/[-_]/g, ""));
  if (length === undefined) return undefined;
  if (!/^[0-9a-f]*$/i.test(value)) return `must be hexadecimal as a hash of ${algorithm}`;
  return value.length === length
    ? undefined
    : `must have ${length} hexadecimal digits as a hash of ${algorithm}, not ${value.length}`;
}
