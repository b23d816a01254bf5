/** Makes a key of a text: the text itself, with a number after it from the second time on. */
export type KeyOf = (text: string) => string;

/** Keys for formats in which the same version of a package may stand several times, for different platforms. */
export function createKeys(): KeyOf {
  const seen = new Map<string, number>();
  return (text) => {
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : `${text}#${count}`;
  };
}
