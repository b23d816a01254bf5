/** Something of a model that a format cannot say. */
export interface VexLoss {
  /** JSON pointer in the model that was rendered, such as `/statements/0/notes`. */
  readonly pointer: string;
  readonly reason: string;
}

/** Takes note of a loss. */
export type OnLoss = (pointer: string, reason: string) => void;
