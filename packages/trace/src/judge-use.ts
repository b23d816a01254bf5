import type { Bom, Evidence, UseVerdict } from "@coppice/types";
import { TraceError } from "./trace-error.ts";
import { createJudgeContext } from "./verdict/judge-context.ts";
import { judgePackage, sortReasons } from "./verdict/judge-package.ts";

/**
 * Says of each package of `bom`, in its order, whether the workload used it, as far as that can be told.
 *
 * `unused` is said only where a use would have been seen: a log of all that ran and opened files was there, without gaps,
 * and no path that could not be placed may be one of the package's files; or a hook in the package's runtime was there,
 * which tells of the processes that it was in. Neither may have been there at another time than a source that shows less,
 * as far as times are known. Whatever is less is `incomplete`, with the gap named. What clients used is no
 * use. What no system call shows, such as which modules of a Go program ran, is `not-observable`, with what would settle it.
 * To count what was seen, without a word on what was not, see {@link summariseEvidence}.
 *
 * @example
 * ```ts
 * import { judgeUse } from "@coppice/trace";
 * import type { Bom, Evidence } from "@coppice/types";
 *
 * const subject = { name: "app", digest: "sha256:00" };
 * const bom: Bom = {
 *   kind: "bom", schemaVersion: "1.0", subject, tool: { name: "example", version: "1" }, dependencies: [], problems: [],
 *   packages: [{ id: "curl", ecosystem: "deb", name: "curl", presence: "installed", foundBy: "dpkg" }],
 *   files: [{
 *     path: "/usr/bin/curl", type: "file", mode: 0o755, uid: 0, gid: 0, size: 9,
 *     attribution: { kind: "owned", by: ["curl"] },
 *   }],
 * };
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject, files: [], packages: [], unattributed: [], unplaced: [], network: [],
 *   problems: [],
 *   units: [{
 *     id: "run", role: "workload", source: "audit", events: 7, unreadable: 0, unplaced: 0, shows: ["exec", "open"],
 *     losses: [{ code: "gap", count: 2, offset: 99 }],
 *   }],
 * };
 * judgeUse(evidence, bom)[0]?.verdict; // => "incomplete"
 * ```
 * @throws A {@link TraceError} with code `SUBJECT_MISMATCH` when the evidence is about another subject, `BOM_WITHOUT_FILES`
 * when `bom` lists no files.
 */
export function judgeUse(evidence: Evidence, bom: Bom): readonly UseVerdict[] {
  if (evidence.subject.digest !== bom.subject.digest) {
    throw new TraceError(
      "SUBJECT_MISMATCH",
      `the evidence is of ${evidence.subject.digest} and the Bom of ${bom.subject.digest}; judge it by the Bom that it was graded with`,
    );
  }
  const context = createJudgeContext(evidence, bom);
  const byId = new Map(bom.packages.map((item) => [item.id, item]));
  return bom.packages.map((item) => {
    const own = judgePackage(context, item);
    if (own) return own;
    // Whose files are all another's is used as that is; ids may go round in a circle.
    const followed = new Set([item.id]);
    let owner = item.ownedBy;
    while (owner !== undefined && !followed.has(owner)) {
      followed.add(owner);
      const owning = byId.get(owner);
      const verdict = owning && judgePackage(context, owning);
      if (verdict) {
        const reasons = sortReasons([...verdict.reasons, { code: "part-of", package: owner }]);
        return { ...verdict, id: item.id, reasons };
      }
      owner = owning?.ownedBy;
    }
    const verdict = "not-observable";
    return { id: item.id, verdict, reasons: [{ code: "no-files" }] };
  });
}
