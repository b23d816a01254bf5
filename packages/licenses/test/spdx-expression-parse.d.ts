declare module "spdx-expression-parse" {
  /** Throws where `source` is no SPDX licence expression. */
  function parse(source: string): unknown;
  export = parse;
}
