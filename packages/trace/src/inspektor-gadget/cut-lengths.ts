/** Bytes of a path that was cut, with or without a zero at its end: `NAME_MAX` of an open file, else `GADGET_PATH_MAX`. */
export const cutPaths: ReadonlySet<number> = new Set([254, 255, 511, 512]);

/** Bytes of an argument that was cut, by versions: `ARGSIZE` with or without a zero at its end. */
export const cutArguments: ReadonlySet<number> = new Set([127, 128, 255, 256]);
