import { present } from "./data/present.ts";
import type { GitSource } from "./locked-source.ts";

/** What is known of a repository besides its address. */
export interface GitDetails {
  readonly commit?: string | undefined;
  readonly ref?: string | undefined;
  readonly directory?: string | undefined;
}

/** A repository from its address, with `git+` and `#…` as npm and pip write them; `#` may name a commit or another ref. */
export function gitSource(address: string, details: GitDetails = {}): GitSource {
  const hash = address.indexOf("#");
  const url = (hash < 0 ? address : address.slice(0, hash)).replace(/^git\+/, "");
  const fragment = hash < 0 ? undefined : address.slice(hash + 1);
  const isCommit = fragment !== undefined && isCommitId(fragment);
  return {
    kind: "git",
    url,
    ...present({
      commit: details.commit ?? (isCommit ? fragment : undefined),
      ref: details.ref ?? (isCommit ? undefined : fragment || undefined),
      directory: details.directory,
    }),
  };
}

/** Whether `text` is a whole commit id of Git: SHA-1 or SHA-256 in hexadecimal. */
function isCommitId(text: string): boolean {
  return (text.length === 40 || text.length === 64) && /^[0-9a-f]+$/.test(text);
}
