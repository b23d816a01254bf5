import type { Digest } from "@coppice/types";
import { present } from "../data/present.ts";
import type { LockedArtifact } from "../locked-artifact.ts";

/** The archive that a package of npm's world is made from; none where nothing is known of it. */
export function npmArtifacts(
  address: string | undefined,
  digests: readonly Digest[],
): readonly LockedArtifact[] {
  const url = address !== undefined && /^https?:/.test(address) ? address : undefined;
  const file = address?.startsWith("file:") ? address.slice("file:".length) : undefined;
  if (url === undefined && digests.length === 0) return [];
  return [{ of: "archive", ...present({ url, file }), digests }];
}
