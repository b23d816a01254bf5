import type { Digest } from "@coppice/types";
import { elementsOf, membersOf, textOf } from "../json.ts";

/** A package of which slices were installed. */
export interface ChiselPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** Of the whole package's archive. */
  readonly digest?: Digest;
}

/** A path that slices brought. */
export interface ChiselPath {
  readonly path: string;
  /** Names of packages, each once. */
  readonly packages: readonly string[];
  /** Of the regular file, after what the slices' scripts did to it. */
  readonly digest?: Digest;
}

/** What chisel's manifest tells. */
export interface ChiselManifest {
  readonly packages: readonly ChiselPackage[];
  readonly paths: readonly ChiselPath[];
  /** Lines that are no JSON object. */
  readonly unreadable: number;
}

/**
 * Reads the text in chisel's manifest, which is JSON by lines; `undefined` where it does not begin as one. Slices are
 * named `PACKAGE_SLICE`.
 *
 * @example
 * ```ts
 * import { parseChiselManifest } from "@coppice/inventory";
 *
 * const manifest = parseChiselManifest(
 *   '{"jsonwall":"1.0","schema":"1.0","count":3}\n{"kind":"package","name":"libc6","version":"2.39-0ubuntu8"}\n' +
 *     '{"kind":"path","path":"/usr/lib/","mode":"0755","slices":["libc6_libs","libc6_config"]}\n',
 * );
 * manifest?.packages; // => [{ name: "libc6", version: "2.39-0ubuntu8" }]
 * manifest?.paths; // => [{ path: "/usr/lib", packages: ["libc6"] }]
 * ```
 */
export function parseChiselManifest(text: string): ChiselManifest | undefined {
  const [first = "", ...lines] = text.split("\n");
  if (!membersOf(parseLine(first)).has("jsonwall")) return undefined;
  const packages: ChiselPackage[] = [];
  const paths: ChiselPath[] = [];
  let unreadable = 0;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const members = membersOf(parseLine(line));
    if (members.size === 0) unreadable++;
    else if (members.get("kind") === "package") packages.push(...readPackage(members));
    else if (members.get("kind") === "path") paths.push(...readPath(members));
  }
  return { packages, paths, unreadable };
}

type Members = ReadonlyMap<string, unknown>;

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readPackage(members: Members): ChiselPackage[] {
  const name = textOf(members.get("name"));
  const version = textOf(members.get("version"));
  if (name === undefined || version === undefined) return [];
  const architecture = textOf(members.get("arch"));
  const digest = readDigest(members.get("sha256"));
  return [{ name, version, ...(architecture && { architecture }), ...(digest && { digest }) }];
}

function readPath(members: Members): ChiselPath[] {
  const path = textOf(members.get("path"));
  if (!path?.startsWith("/")) return [];
  const slices = elementsOf(members.get("slices")).flatMap((slice) => textOf(slice) ?? []);
  const packages = slices.map((slice) => slice.split("_", 1)[0] ?? slice);
  const digest = readDigest(members.get("final_sha256")) ?? readDigest(members.get("sha256"));
  return [
    {
      path: path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path,
      packages: [...new Set(packages)],
      ...(digest && { digest }),
    },
  ];
}

function readDigest(value: unknown): Digest | undefined {
  const text = textOf(value);
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? `sha256:${text}` : undefined;
}
