import {
  type BomFile,
  compareGrades,
  type Package,
  type UsedFile,
  type UseReason,
  type UseReference,
  type UseSettler,
  type UseVerdict,
} from "@coppice/types";
import { compareText } from "../compare-text.ts";
import type { JudgeContext } from "./judge-context.ts";
import { isMetadataFile } from "./metadata-files.ts";

/** The verdict of a package by itself; `undefined` when it has no files and another one's verdict may hold. */
export function judgePackage(context: JudgeContext, item: Package): UseVerdict | undefined {
  const own = context.filesOf.get(item.id) ?? [];
  const used = context.used.get(item.id) ?? [];
  const isTold = (path: string): boolean => isMetadataFile(item.ecosystem, path);
  const use = strongestOf(used.filter(({ path, grade }) => grade === "executed" || !isTold(path)));
  if (use) return usedBy(item, use);
  const metadata =
    strongestOf(used) ??
    (item.ecosystem === "deb" ? context.recordsRead.get(item.name) : undefined);
  const part = context.packageUse(item.id);
  // A part of an archive has no file of its own.
  if (part && (metadata === undefined || compareGrades(part.grade, metadata.grade) > 0)) {
    return usedBy(item, { ...part, path: item.location ?? "" });
  }
  if (own.some(({ path }) => !isTold(path))) return judgeUnseen(context, item, own, metadata);
  const container = containerOf(context, item);
  if (container) return judgeContained(context, item, container);
  if (metadata) return judgeUnseen(context, item, own, metadata);
  if (item.presence === "declared") return unobservable(item, { code: "declared" });
  if (own.length === 0 && item.ownedBy !== undefined) return undefined;
  return unobservable(item, { code: "no-files" });
}

function usedBy({ id }: Package, { impliedBy, ...use }: UsedFile): UseVerdict {
  const [by] = impliedBy ?? [];
  const reasons: UseReason[] = by === undefined ? [] : [{ code: "implied", path: by }];
  return { id, verdict: "used", use, reasons };
}

function unobservable(
  { id }: Package,
  reason: UseReason,
  settledBy: readonly UseSettler[] = [],
): UseVerdict {
  return {
    id,
    verdict: "not-observable",
    reasons: [reason],
    ...(settledBy.length > 0 && { settledBy }),
  };
}

/** The verdict of a package of which no more than its metadata was seen. */
function judgeUnseen(
  context: JudgeContext,
  item: Package,
  own: readonly BomFile[],
  metadata?: UsedFile,
): UseVerdict {
  const { id } = item;
  const watch = context.watch(item);
  const possible = context.possibleUse(item, own);
  const use: { use?: UseReference } = metadata ? { use: referenceOf(metadata) } : {};
  const client = metadata ? undefined : context.clientUse(id);
  const link = context.links.get(id);
  const notes: readonly UseReason[] = [
    ...(client ? [{ code: "seen-by-client", unit: client.unit, path: client.path } as const] : []),
    ...(link === undefined ? [] : [{ code: "link-followed", path: link } as const]),
  ];
  if (watch.doubt === undefined && possible === undefined) {
    const verdict = metadata ? "metadata-only" : "unused";
    return { id, verdict, ...use, reasons: sortReasons([...watch.reasons, ...notes]) };
  }
  const doubts = watch.doubt === undefined ? [] : watch.reasons;
  return {
    id,
    verdict: possible ? "incomplete" : (watch.doubt ?? "incomplete"),
    ...use,
    reasons: sortReasons([...doubts, ...(possible ? [possible] : []), ...notes]),
    settledBy: watch.settledBy.length > 0 ? watch.settledBy : ["complete-log"],
  };
}

/** A file that a package without files of its own is a part of. */
interface Container {
  readonly file: BomFile;
  readonly kind: "archive-member" | "compiled-in";
}

function containerOf(
  { files }: JudgeContext,
  { ecosystem, location, foundAt }: Package,
): Container | undefined {
  const [archive, ...inner] = (location ?? "").split("!/");
  const path = foundAt?.path ?? archive ?? "";
  const file = files.byPath.get(path);
  if (file?.type !== "file") return undefined;
  // What was merged into an archive left no more than its Maven records: classes do not tell whose they are.
  const isMerged = inner.at(-1)?.startsWith("META-INF/maven/") ?? false;
  if (inner.length > 0) return { file, kind: isMerged ? "compiled-in" : "archive-member" };
  // A record of a package is a file, too.
  const isRecord = file.attribution.kind === "package-database" || isMetadataFile(ecosystem, path);
  const isBuilt = foundAt !== undefined || file.elf !== undefined || !isRecord;
  return isBuilt ? { file, kind: "compiled-in" } : undefined;
}

/** What was not used has no used parts; which parts of what was used were, only its runtime can tell. */
function judgeContained(
  context: JudgeContext,
  item: Package,
  { file, kind }: Container,
): UseVerdict {
  if (context.fileUse(file.path) === undefined) return judgeUnseen(context, item, [file]);
  const watch = context.watch(item);
  if (kind === "archive-member" && watch.hook !== undefined) {
    const verdict = judgeUnseen(context, item, [file]);
    if (verdict.verdict !== "unused") return verdict;
    return { ...verdict, reasons: [{ code: "watched-processes", unit: watch.hook }] };
  }
  return unobservable(
    item,
    { code: kind, path: file.path },
    kind === "archive-member" ? ["runtime-hook"] : ["function-coverage"],
  );
}

function strongestOf(used: readonly UsedFile[]): UsedFile | undefined {
  return used.reduce<UsedFile | undefined>((best, use) => {
    if (best === undefined) return use;
    const order = compareGrades(use.grade, best.grade) || compareText(best.unit, use.unit);
    return order > 0 ? use : best;
  }, undefined);
}

function referenceOf({ unit, path, grade, offset }: UsedFile): UseReference {
  return { unit, path, grade, offset };
}

/** In the order of their codes. */
export function sortReasons(reasons: readonly UseReason[]): readonly UseReason[] {
  return [...reasons].sort((a, b) => compareText(a.code, b.code));
}
