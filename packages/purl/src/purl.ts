/**
 * A package URL in its parts, decoded and normalised. See ECMA-427, 5.6. It is plain data: two purls are spelt alike
 * when their parts are equal; whether they mean the same package is the question of `samePurl`.
 */
export interface Purl {
  /** In lower case, such as `npm`. */
  readonly type: string;
  /** Segments joined by slashes, such as `@babel` or `github.com/gorilla`. */
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  /** In the order of their keys. */
  readonly qualifiers?: { readonly [key: string]: string };
  /** Segments joined by slashes, relative to the package's root; none is `.` or `..`. */
  readonly subpath?: string;
}

/** What a purl is made from: the parts as they are known, where absent, `undefined` and empty mean the same. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  readonly qualifiers?: { readonly [key: string]: string | undefined } | undefined;
  readonly subpath?: string | undefined;
}
