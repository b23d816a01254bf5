/** A pattern of file names, made ready. */
export interface FileNamePattern {
  /** What all such names begin with. */
  readonly head: string;
  /** The version in a name that matches, or nothing where the pattern has none; `undefined` where it does not match. */
  capture(path: string): string | undefined;
}

/** No file system has longer names (`NAME_MAX` of Linux). */
const maximumLength = 255;

/**
 * Makes a pattern of a classifier's file names ready: `@` stands for a version, `*` for any rest of a name, and one with
 * slashes is the end of a path.
 */
export function readyFileName(pattern: string): FileNamePattern {
  const special = pattern.search(/[@*]/);
  const name = pattern.slice(pattern.lastIndexOf("/") + 1);
  const text = pattern
    .replace(/[.+]/g, "\\$&")
    .replaceAll("*", "[\\w.+-]*")
    .replace("@", "(\\d+(?:\\.\\d+)*)");
  const matcher = new RegExp(`^${text}$`);
  const steps = pattern.split("/").length;
  return {
    head: special < 0 ? name : name.slice(0, name.search(/[@*]/)),
    capture: (path) => {
      const end = path.split("/").slice(-steps).join("/");
      const match = end.length > maximumLength ? null : matcher.exec(end);
      return match ? (match[1] ?? "") : undefined;
    },
  };
}
