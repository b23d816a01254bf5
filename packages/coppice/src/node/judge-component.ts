import type { SbomComponent } from "@coppice/sbom";
import type { Bom, HardeningPlan } from "@coppice/types";

/** What becomes of a component; `unknown` where nothing tells. */
type ComponentFate = "keep" | "remove" | "unknown";

/** Says what becomes of a component. */
export type JudgeComponent = (component: SbomComponent) => ComponentFate;

/**
 * Keeps the packages that a bill of materials lists, by purl, and the files that it lists where it knows files. What it does
 * not list goes; a component of neither kind is unknown.
 */
export async function judgeByBom({ packages, files }: Bom): Promise<JudgeComponent> {
  return judge({
    packages: packages.map(({ purl, id }) => [purl ?? id, true]),
    paths: new Map(files?.map(({ path }) => [path, true])),
    otherPackages: "remove",
    otherFiles: files === undefined ? "unknown" : "remove",
  });
}

/** Keeps and removes what a plan decides on; of anything else, nothing is known. */
export async function judgeByPlan({ packages, files }: HardeningPlan): Promise<JudgeComponent> {
  return judge({
    packages: packages.map(({ id, decision }) => [id, decision !== "remove"]),
    paths: new Map(files.map(({ path, decision }) => [path, decision === "keep"])),
    otherPackages: "unknown",
    otherFiles: "unknown",
  });
}

interface Verdicts {
  /** Package URLs, and whether they stay. */
  readonly packages: readonly (readonly [string, boolean])[];
  /** Absolute paths, and whether they stay. */
  readonly paths: ReadonlyMap<string, boolean>;
  readonly otherPackages: ComponentFate;
  readonly otherFiles: ComponentFate;
}

async function judge(verdicts: Verdicts): Promise<JudgeComponent> {
  const identityOf = await loadIdentity();
  // A package that is installed twice stays where one of the two does.
  const stays = new Map<string, boolean>();
  for (const [purl, kept] of verdicts.packages) {
    const identity = identityOf(purl);
    stays.set(identity, kept || stays.get(identity) === true);
  }
  return ({ type, name, purls }) => {
    if (type === "file") return fateOf([verdicts.paths.get(absolute(name))], verdicts.otherFiles);
    if (purls.length === 0) return "unknown";
    return fateOf(
      purls.map((purl) => stays.get(identityOf(purl))),
      verdicts.otherPackages,
    );
  };
}

function fateOf(stays: readonly (boolean | undefined)[], otherwise: ComponentFate): ComponentFate {
  if (stays.includes(true)) return "keep";
  return stays.includes(false) ? "remove" : otherwise;
}

/** SPDX names files relative to the root. */
function absolute(path: string): string {
  return path.startsWith("/") ? path : `/${path.replace(/^\.\//, "")}`;
}

/** Where a Coppice id names a place after `#`, a purl has the part of a package: both leave the package the same. */
async function loadIdentity(): Promise<(purl: string) => string> {
  const { parseLoosePurl, purlIdentity } = await import("@coppice/purl");
  return (text) => {
    const [whole = ""] = text.split("#", 1);
    const { purl } = parseLoosePurl(whole);
    return purl === undefined ? whole : purlIdentity(purl);
  };
}
