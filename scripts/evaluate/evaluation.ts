/** One line of an evaluation's table. */
export interface Row {
  /** What was looked at, such as the name of a case. */
  readonly name: string;
  readonly values: { readonly [column: string]: string | number };
  readonly passed: boolean;
}

/** Measures one package against the corpus. It learns what there is from the corpus' manifests alone. */
export interface Evaluation {
  readonly name: string;
  /** What its figures say, in a sentence. */
  readonly title: string;
  rows(corpus: string): AsyncIterable<Row>;
}
