import type { Digest } from "@coppice/types";

/** A path that an installed package of Gentoo lists. */
export interface PortageContent {
  /** `obj` is a regular file. */
  readonly kind: "dir" | "obj" | "sym" | "fif" | "dev";
  readonly path: string;
  /** MD5 of a regular file. */
  readonly digest?: Digest;
}

/**
 * The lines of a `CONTENTS` file of Portage's database; others are passed over. A name may have spaces, since what
 * follows it is of known form.
 *
 * @example
 * ```ts
 * import { parsePortageContents } from "@coppice/inventory";
 *
 * const lines = "dir /usr\nobj /usr/a b d41d8cd98f00b204e9800998ecf8427e 1700000000\nsym /usr/c -> a b 1700000000\n";
 * [...parsePortageContents(lines)].map(({ path }) => path); // => ["/usr", "/usr/a b", "/usr/c"]
 * ```
 */
export function* parsePortageContents(text: string): Generator<PortageContent> {
  for (const written of text.split("\n")) {
    const line = written.trimEnd();
    const rest = line.slice("obj ".length);
    if (line[3] !== " " || !rest.startsWith("/")) continue;
    const kind = line.slice(0, 3);
    if (kind === "dir" || kind === "fif" || kind === "dev") yield { kind, path: rest };
    else if (kind === "sym") yield { kind, path: rest.split(" -> ", 1)[0] ?? rest };
    else if (kind === "obj") {
      const end = rest.lastIndexOf(" ");
      const middle = rest.lastIndexOf(" ", end - 1);
      const sum = rest.slice(middle + 1, end);
      if (middle > 0 && /^[0-9a-f]{32}$/.test(sum)) {
        yield { kind, path: rest.slice(0, middle), digest: `md5:${sum}` };
      }
    }
  }
}
