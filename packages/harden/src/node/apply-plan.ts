import { createHash } from "node:crypto";
import { type DatabaseEdits, editDpkgDatabase, HardenError, remainingBom } from "@coppice/harden";
import { createFileIndex } from "@coppice/image";
import { type OpenedImage, type WrittenImage, writeImage } from "@coppice/image/node";
import type { Bom, FileEntry, HardeningPlan } from "@coppice/types";
import { imageArchitecture } from "./image-architecture.ts";

/** What {@link applyPlan} takes. */
export interface ApplyPlanInput {
  /** The image that the plan was made for, opened. */
  readonly image: OpenedImage;
  /** The Bom that the plan was made from. */
  readonly bom: Bom;
  readonly plan: HardeningPlan;
  /** Folder that is made for the hardened image, an OCI layout. */
  readonly out: string;
  readonly signal?: AbortSignal;
}

/** The hardened image. */
export interface AppliedPlan extends WrittenImage {
  /** What is in it. */
  readonly bom: Bom;
}

/**
 * Writes the image that a plan leaves: the same configuration, one layer with just the files that stay, and a package
 * database that lists just what is there. The same input gives the same digest. No maintainer script is run.
 *
 * @throws A {@link HardenError} with code `SUBJECT_MISMATCH` when image, Bom and plan are not of the same subject,
 * `PLAN_CHECKS_FAILED` when a check of the plan failed, `PLAN_INCOMPLETE` when the plan does not decide on just the
 * paths of the image; an `ImageError` when the image cannot be read or written. Nothing is left at `out` then.
 */
export async function applyPlan(input: ApplyPlanInput): Promise<AppliedPlan> {
  const { image, bom, plan, out, signal } = input;
  refuseOther("plan", plan.subject.digest, image);
  refuseOther("Bom", bom.subject.digest, image);
  const failed = plan.checks.filter(({ status }) => status === "failed");
  if (failed.length > 0) {
    throw new HardenError(
      "PLAN_CHECKS_FAILED",
      `the plan failed ${failed.map(({ check }) => check).join(", ")}; ` +
        "plan again and keep what the findings of these checks name",
    );
  }
  const entries = keptEntries(image, plan);
  const edits = await editDatabase(image, bom, plan, entries);
  const written = await writeImage(
    out,
    {
      tree: image.tree,
      entries: entries.filter(({ path }) => !isRemoved(edits, path)),
      contents: new Map([...edits].flatMap(([path, bytes]) => (bytes ? [[path, bytes]] : []))),
      configuration: { architecture: imageArchitecture(bom), os: "linux", ...image.configuration },
    },
    { createdBy: `coppice apply (${plan.policy.mode})`, ...(signal && { signal }) },
  );
  const rest = remainingBom(bom, plan, { ...bom.subject, digest: written.digest });
  const layer = written.diffId;
  return {
    ...written,
    bom: {
      ...rest,
      packages: rest.packages.map((found) => ({ ...found, layer })),
      files: (rest.files ?? [])
        .filter(({ path }) => !isRemoved(edits, path))
        .map((file) => ({ ...file, ...contentFacts(edits.get(file.path)), layer })),
    },
  };
}

function refuseOther(what: string, digest: string, { subject }: OpenedImage): void {
  if (digest === subject.digest) return;
  throw new HardenError(
    "SUBJECT_MISMATCH",
    `the ${what} is of ${digest} and the image is ${subject.digest}; ` +
      "take inventory, trace and plan again for this image",
  );
}

function keptEntries({ tree }: OpenedImage, plan: HardeningPlan): readonly FileEntry[] {
  const decisions = new Map(plan.files.map(({ path, decision }) => [path, decision]));
  const kept: FileEntry[] = [];
  let decided = 0;
  for (const entry of tree.entries()) {
    const decision = decisions.get(entry.path);
    if (decision === undefined) throw incomplete(entry.path, "is in the image and not in the plan");
    decided += 1;
    if (decision === "keep") kept.push(entry);
  }
  if (decided === decisions.size) return kept;
  const stray = plan.files.find(({ path }) => tree.stat(path)?.path !== path);
  throw incomplete(stray?.path ?? "a path", "is in the plan and not in the image");
}

function incomplete(path: string, how: string): HardenError {
  return new HardenError("PLAN_INCOMPLETE", `${path} ${how}; plan again for this image`);
}

function editDatabase(
  image: OpenedImage,
  bom: Bom,
  plan: HardeningPlan,
  entries: readonly FileEntry[],
): Promise<DatabaseEdits> {
  const staying = new Set(
    plan.packages.filter(({ decision }) => decision !== "remove").map(({ id }) => id),
  );
  const names = new Set<string>();
  for (const { id, ecosystem, name, architecture } of bom.packages) {
    if (ecosystem !== "deb" || !staying.has(id)) continue;
    names.add(name).add(`${name}:${architecture}`);
  }
  const index = createFileIndex(entries);
  const files = entries.filter(({ type }) => type === "file").map(({ path }) => path);
  return editDpkgDatabase(image.tree, files, {
    hasPackage: (name, architecture) =>
      names.has(architecture === undefined ? name : `${name}:${architecture}`),
    hasPath: (path) => index.stat(path) !== undefined,
  });
}

function isRemoved(edits: DatabaseEdits, path: string): boolean {
  return edits.has(path) && edits.get(path) === undefined;
}

function contentFacts(content: Uint8Array | undefined): Partial<FileEntry> {
  if (content === undefined) return {};
  const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
  return { size: content.length, digest };
}
