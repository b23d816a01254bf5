import type { Digest } from "@coppice/types";
import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";

/** A package of a conda environment. */
export interface CondaRecord {
  readonly name: string;
  readonly version: string;
  readonly build?: string;
  /** Name of where it came from. */
  readonly channel?: string;
  /** The platform it is built for. */
  readonly subdir?: string;
  readonly archive?: "conda" | "tar.bz2";
  readonly license?: string;
  readonly digests: readonly Digest[];
  /** What it needs, as conda writes it: `python >=3.11,<3.12`. */
  readonly depends: readonly string[];
  /** Relative to the environment. */
  readonly files: readonly CondaFile[];
}

/** A file of a package. */
interface CondaFile {
  readonly path: string;
  /** As it was installed, with the path of the environment in it. */
  readonly digest?: Digest;
}

/**
 * A record of `conda-meta`; `undefined` where it names no package. See conda's documentation, "conda-meta" and "Package
 * metadata".
 */
export function parseCondaRecord(bytes: Uint8Array): CondaRecord | undefined {
  const members = membersOf(parseJson(bytes));
  const text = (member: string) => textOf(members.get(member));
  const [name, version] = [text("name"), text("version")];
  if (name === undefined || version === undefined) return undefined;
  const [build, subdir, license] = [
    text("build") ?? text("build_string"),
    text("subdir"),
    text("license"),
  ];
  const channel = channelOf(text("channel"), subdir);
  const archive = archiveOf(text("fn") ?? text("url"));
  return {
    name,
    version,
    ...(build && { build }),
    ...(channel && { channel }),
    ...(subdir && { subdir }),
    ...(archive && { archive }),
    ...(license && { license }),
    digests: [...digestOf("sha256", members.get("sha256")), ...digestOf("md5", members.get("md5"))],
    depends: elementsOf(members.get("depends")).flatMap((each) => textOf(each) ?? []),
    files: filesOf(members),
  };
}

/** Those with digests; older versions of conda list the paths alone. */
function filesOf(members: ReadonlyMap<string, unknown>): readonly CondaFile[] {
  const files = new Map<string, CondaFile>();
  for (const path of elementsOf(members.get("files"))) {
    if (typeof path === "string") files.set(path, { path });
  }
  for (const entry of elementsOf(membersOf(members.get("paths_data")).get("paths"))) {
    const facts = membersOf(entry);
    const path = textOf(facts.get("_path"));
    if (path === undefined) continue;
    // Where the path of the environment was written into a file, the digest in the archive is no longer its own.
    const unchanged = facts.has("prefix_placeholder") ? undefined : facts.get("sha256");
    const [digest] = digestOf("sha256", facts.get("sha256_in_prefix") ?? unchanged);
    const isLink = facts.get("path_type") === "softlink";
    files.set(path, { path, ...(digest && !isLink && { digest }) });
  }
  return [...files.values()].filter(({ path }) => path !== "" && !path.split("/").includes(".."));
}

function digestOf(algorithm: "sha256" | "md5", value: unknown): Digest[] {
  const isDigest =
    typeof value === "string" &&
    value.length === (algorithm === "md5" ? 32 : 64) &&
    /^[0-9a-f]+$/.test(value);
  return isDigest ? [`${algorithm}:${value}`] : [];
}

/** The last folder of an address, or a name: `https://host/t/TOKEN/conda-forge/linux-64` is of `conda-forge`. */
function channelOf(channel: string | undefined, subdir: string | undefined): string | undefined {
  const scheme = channel?.indexOf("://") ?? -1;
  const parts = channel?.split("/").filter((part) => part !== "") ?? [];
  // Neither the scheme nor the host, which may have a password before it.
  const folders = scheme < 0 ? parts : parts.slice(2);
  return folders.filter((part) => part !== subdir).at(-1);
}

function archiveOf(file: string | undefined): CondaRecord["archive"] {
  if (file?.endsWith(".conda")) return "conda";
  return file?.endsWith(".tar.bz2") ? "tar.bz2" : undefined;
}
