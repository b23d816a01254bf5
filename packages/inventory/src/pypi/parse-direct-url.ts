import type { Digest } from "@coppice/types";
import { membersOf, parseJson, textOf } from "../json.ts";

/** Where a distribution came from, when that was not an index. */
export interface DirectUrl {
  /** The folder of a project that is used in place. */
  readonly editable?: string;
  /** Qualifiers of its purl, without user and password. */
  readonly qualifiers?: { readonly vcs_url: string } | { readonly download_url: string };
  /** Of the archive that it was installed from. */
  readonly digests: readonly Digest[];
}

/** What a `direct_url.json` says. See the PyPA specification "Recording the Direct URL Origin". */
export function parseDirectUrl(bytes: Uint8Array): DirectUrl {
  const members = membersOf(parseJson(bytes));
  const url = withoutUser(textOf(members.get("url")) ?? "");
  const vcs = membersOf(members.get("vcs_info"));
  const archive = membersOf(members.get("archive_info"));
  const isEditable = membersOf(members.get("dir_info")).get("editable") === true;
  const tool = textOf(vcs.get("vcs"));
  const commit = textOf(vcs.get("commit_id"));
  const folder = textOf(members.get("subdirectory"));
  const digests = [...membersOf(archive.get("hashes"))].flatMap(([algorithm, value]) =>
    typeof value === "string" && /^\w+$/.test(algorithm) && /^[0-9a-f]+$/.test(value)
      ? [`${algorithm}:${value}`]
      : [],
  );
  if (url?.protocol === "file:") {
    const path = isEditable ? pathOf(url) : undefined;
    return { digests, ...(path && { editable: path }) };
  }
  if (url === undefined) return { digests };
  if (tool === undefined || commit === undefined) {
    return { digests, ...(archive.size > 0 && { qualifiers: { download_url: url.href } }) };
  }
  const end = folder === undefined ? "" : `#${folder}`;
  return { digests, qualifiers: { vcs_url: `${tool}+${url.href}@${commit}${end}` } };
}

function withoutUser(text: string): URL | undefined {
  try {
    const url = new URL(text);
    // The user of an ssh address is no secret, and needed.
    if (url.protocol !== "ssh:") url.username = "";
    url.password = "";
    return url;
  } catch {
    return undefined;
  }
}

function pathOf({ pathname }: URL): string | undefined {
  try {
    return decodeURIComponent(pathname).replace(/\/$/, "");
  } catch {
    return undefined;
  }
}
