import type { Row } from "../evaluate/evaluation.ts";

/** Measures one part beside what others offer for it, in one run. */
export interface Benchmark {
  readonly name: string;
  /** What its figures say, in a sentence. */
  readonly title: string;
  /** Rows for the table; `corpus` is the folder of the corpora, where there is one. */
  rows(corpus: string | undefined): AsyncIterable<Row>;
}
