import type { LostEvents } from "@coppice/types";

/** What Kubescape notes of a profile that it learnt. */
export interface ProfileNotes {
  /** `kubescape.io/status`: how far learning is. */
  readonly status: string | undefined;
  /** `kubescape.io/completion`: whether it began with the container. */
  readonly completion: string | undefined;
  /** `kubescape.io/report-series-id`: of which series of reports it is one, that the storage joins into a profile. */
  readonly series: string | undefined;
}

/** What a profile lacks by its notes. */
export function* lossesOfProfile(
  { status, completion, series }: ProfileNotes,
  offset: number,
): Generator<LostEvents, void, undefined> {
  if (series !== undefined) {
    yield {
      kind: "lost",
      offset,
      code: "gap",
      reason: "this is one report of a series; get the profile that they are joined in",
    };
  }
  if (completion !== undefined && completion !== "complete") {
    yield {
      kind: "lost",
      offset,
      code: "late-start",
      reason: `learning began after the container did (completion is ${completion})`,
    };
  }
  if (status === "completed") return;
  const dropped = status === "too-large" || status === "missing-runtime" || status === "failed";
  yield {
    kind: "lost",
    offset,
    code: dropped ? "dropped" : "cut",
    reason: dropped
      ? `Kubescape gave up the profile (status is ${status})`
      : `learning was not over (status is ${status ?? "not given"})`,
  };
}
