import { setTimeout as pause } from "node:timers/promises";
import { isImageError } from "@coppice/image";

/** How often something is tried again. */
export interface RetryPolicy {
  readonly retries: number;
  /** Milliseconds before the second try; each further wait is twice as long. */
  readonly backoff: number;
  readonly signal: AbortSignal;
}

const longestWait = 30_000;

/** What `work` gives, which is tried again while the registry cannot be reached. */
export async function retry<Value>(
  { retries, backoff, signal }: RetryPolicy,
  work: () => Promise<Value>,
): Promise<Value> {
  for (let tried = 0; ; tried++) {
    try {
      return await work();
    } catch (error) {
      const isPassing = isImageError(error) && error.code === "REGISTRY_UNREACHABLE";
      if (!isPassing || tried >= retries) throw error;
    }
    await pause(Math.min(backoff * 2 ** tried, longestWait), undefined, { signal }).catch(() => {
      throw signal.reason;
    });
  }
}
