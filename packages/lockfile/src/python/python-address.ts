import { gitSource } from "../git-source.ts";
import type { LockedArtifact } from "../locked-artifact.ts";
import type { LockedSource } from "../locked-source.ts";
import { parseDigest } from "../to-digest.ts";

/** What an address in a requirement says. */
export interface PythonAddress {
  readonly source: LockedSource;
  /** The archive, where it is one. */
  readonly artifact?: LockedArtifact;
  /** The project's name, from `#egg=` or from the name of the archive. */
  readonly name?: string;
  /** From the name of the archive. */
  readonly version?: string;
}

/**
 * Reads the address or path of a requirement: `git+https://…@ref#egg=name`, an archive, a folder. See pip's documentation,
 * "VCS Support", and the PyPA specification "Binary distribution format" for names of wheels.
 */
export function parsePythonAddress(text: string, isEditable = false): PythonAddress {
  const hash = text.indexOf("#");
  const address = hash < 0 ? text : text.slice(0, hash);
  const fragment = new Map(
    (hash < 0 ? "" : text.slice(hash + 1)).split("&").map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, Math.max(equals, 0)), pair.slice(equals + 1)] as const;
    }),
  );
  const egg = fragment.get("egg")?.split("[")[0];
  const named = egg ? { name: egg } : {};
  if (/^(?:git|hg|svn|bzr)\+/.test(address)) {
    const at = address.lastIndexOf("@");
    // An at sign before the path is that of a user.
    const isRef = at > address.indexOf("/", address.indexOf("://") + 3);
    const url = isRef ? address.slice(0, at) : address;
    const ref = isRef ? `#${address.slice(at + 1)}` : "";
    const directory = fragment.get("subdirectory");
    return { source: gitSource(`${url}${ref}`, { directory }), ...named };
  }
  const isRemote = /^(?:https?|ftp|s3):/.test(address);
  const path = address.replace(/^file:(?:\/\/)?/, "");
  const base = address.slice(Math.max(address.lastIndexOf("/"), address.lastIndexOf("\\")) + 1);
  if (!/\.(?:whl|zip|tar\.gz|tar\.bz2|tar\.xz|tgz|tar)$/.test(base)) {
    return {
      source: isRemote
        ? { kind: "archive", url: address }
        : { kind: "directory", path, ...(isEditable && { linked: true as const }) },
      ...named,
    };
  }
  // pip takes a hash of the archive from here: #sha256=…
  const digests = [...fragment].flatMap(([name, value]) => parseDigest(`${name}:${value}`) ?? []);
  return {
    source: isRemote ? { kind: "archive", url: address } : { kind: "file", path },
    artifact: { of: "archive", ...(isRemote ? { url: address } : { file: path }), digests },
    ...fileIdentity(base),
    ...named,
  };
}

/** Name and version that the name of a wheel or source archive holds. */
export function fileIdentity(file: string): { readonly name?: string; readonly version?: string } {
  if (file.endsWith(".whl")) {
    const [name, version] = file.split("-");
    return name !== undefined && version !== undefined ? { name, version } : {};
  }
  const stem = file.replace(/\.(?:zip|tar\.gz|tar\.bz2|tar\.xz|tgz|tar)$/, "");
  const dash = stem.lastIndexOf("-");
  return dash > 0 && /^\d/.test(stem.slice(dash + 1))
    ? { name: stem.slice(0, dash), version: stem.slice(dash + 1) }
    : {};
}
