import { hexOfBase64 } from "../hex-of-base64.ts";
import type { LockedArtifact } from "../locked-artifact.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { toDigest } from "../to-digest.ts";

/** go.sum: checksums of every module version that the go command looked at, of which a build uses fewer. */
export const goSumReader: LockfileReader = {
  format: "go-sum",
  ecosystem: "golang",
  named: (base) => base === "go.sum" || base === "go.work.sum",
  resembles: (head) => /^[^ \n]+ v[^ \n]+ h1:[A-Za-z0-9+/]{43}=\r?$/m.test(head),
  read,
};

/** Source: Go Modules Reference, "go.sum files". */
function read(input: LockfileInput): LockfileDraft {
  const found = new Map<string, DraftPackage & { readonly artifacts: LockedArtifact[] }>();
  for (const [index, raw] of input.text.split("\n").entries()) {
    const content = raw.trim();
    if (content === "") continue;
    const [name = "", stated = "", hash = "", ...rest] = content.split(/[ \t]+/);
    const artifact = toArtifact(stated, hash);
    if (artifact === undefined || rest.length > 0) {
      if (found.size === 0) throw noGoSum();
      input.report("ENTRY_INVALID", "this is no checksum of a module", index + 1);
      continue;
    }
    const version = stated.split("/")[0] ?? stated;
    const key = `${name}@${version}`;
    const known = found.get(key);
    if (known) known.artifacts.push(artifact);
    else {
      const source = { kind: "registry" } as const;
      const facts = { key, name, version, source, dependencies: [], line: index + 1 };
      found.set(key, { ...facts, artifacts: [artifact] });
    }
  }
  input.report(
    "LIST_EXCEEDS_BUILD",
    "go.sum has checksums of more modules than a build uses; read go.mod for the versions, and join both with attachGoSums",
  );
  return { extent: "superset", importers: [], packages: [...found.values()] };
}

/** `v1.0.0` has the hash of a module's files, `v1.0.0/go.mod` that of its go.mod alone. */
function toArtifact(version: string, hash: string): LockedArtifact | undefined {
  const hex = hash.startsWith("h1:") ? hexOfBase64(hash.slice("h1:".length)) : undefined;
  const digest = toDigest("sha256", hex);
  if (!version.startsWith("v") || digest === undefined) return undefined;
  const of = version.endsWith("/go.mod") ? "manifest" : "tree";
  return { of, digests: [digest.replace("sha256:", "h1:")] };
}

function noGoSum(): LockfileError {
  return new LockfileError(
    "LOCKFILE_INVALID",
    "this is no go.sum: it does not begin with a module, its version and a hash; check which file was given",
  );
}
