import { type Purl, parseLoosePurl, purlIdentity } from "@coppice/purl";
import { isSameDistro } from "./is-same-distro.ts";
import { isSameFile } from "./is-same-file.ts";

/** What of a purl is compared, spelt as every spelling of the same package is. */
export interface PurlKey {
  /** Type, namespace and name. */
  readonly base: string;
  readonly type: string;
  /** With the epoch before a colon for rpm, which has it in a qualifier. */
  readonly version: string | undefined;
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath: string | undefined;
}

/** Qualifiers that an identity leaves out, but that a statement may be narrowed by. */
const narrowing: ReadonlySet<string> = new Set(["checksum", "distro", "tag", "triplet"]);

/** The key of a purl as tools write it; `undefined` for what is none. */
export function purlKey(text: string): PurlKey | undefined {
  const { purl } = parseLoosePurl(text);
  if (purl === undefined) return undefined;
  const { version: _, ...versionless } = purl;
  const whole = identityOf(purl);
  if (whole === undefined) return undefined;
  const { type, version, subpath } = whole;
  // An artifact whose digest is known is the same wherever it is, but a statement may be about one place alone.
  const place = purl.version === undefined ? undefined : identityOf(versionless)?.qualifiers;
  const qualifiers = new Map(Object.entries({ ...place, ...whole.qualifiers }));
  for (const [key, value] of Object.entries(purl.qualifiers ?? {})) {
    if (narrowing.has(key)) qualifiers.set(key, value.toLowerCase());
  }
  const epoch = type === "rpm" ? qualifiers.get("epoch") : undefined;
  if (type === "rpm") qualifiers.delete("epoch");
  return {
    base: JSON.stringify([type, whole.namespace ?? "", whole.name]),
    type,
    version: epoch === undefined || version === undefined ? version : `${epoch}:${version}`,
    qualifiers,
    subpath,
  };
}

/** An identity reads as a purl. */
function identityOf(purl: Purl): Purl | undefined {
  return parseLoosePurl(purlIdentity(purl)).purl;
}

/** Whether a component has every qualifier, and the subpath, that a statement names. */
export function hasQualifiers(component: PurlKey, statement: PurlKey): boolean {
  if (statement.subpath !== undefined && statement.subpath !== component.subpath) return false;
  for (const [key, value] of statement.qualifiers) {
    const own = component.qualifiers.get(key);
    if (own === value) continue;
    if (own === undefined || own.length + value.length > longestValues) return false;
    if (!comparisons.get(key)?.(own, value)) return false;
  }
  return true;
}

/** Two values that are longer together have to be equal, so that a comparison takes bounded time. */
const longestValues = 4096;

/** For qualifiers whose value has more than one spelling. */
const comparisons: ReadonlyMap<string, (a: string, b: string) => boolean> = new Map([
  ["checksum", isSameFile],
  ["distro", isSameDistro],
]);
