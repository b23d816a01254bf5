import type { RecordSource } from "@coppice/trace/node";
import { compareGrades, type Evidence, type Grade } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { recordWorkload } from "./recorded-workload.ts";

const sources: readonly RecordSource[] = ["strace", "bpftrace", "fanotify"];

/** The kernel's audit says nothing of processes that strace holds, so that it has a run of its own. */
const audited = "auditd";

/**
 * One run, recorded by all sources at once, and strace is what the others are held against: they must say that the same
 * packages and files were opened, and the same addresses used, but for what they cannot see and say so: fanotify sees no
 * folders, no other file systems, and no network, and audit's records do not show which folder a descriptor stands for.
 * What a source shows beyond strace is listed: audit's log also holds the programs that set the run up, and does not show
 * that they were in another root.
 */
export async function* sameWorkload(): AsyncIterable<Row> {
  const run = await recordWorkload(sources);
  const name = "one run, recorded by";
  if ("missing" in run) {
    yield { name: `${name} several sources`, values: { skipped: run.missing }, passed: true };
    return;
  }
  const typeOf = new Map(run.bom.files?.map(({ path, type }) => [path, type]));
  const isFile = (path: string): boolean =>
    typeOf.get(path) !== "directory" && !mounted.some((folder) => path.startsWith(folder));
  const [strace] = sources.flatMap((source) => run.evidence.get(source) ?? []);
  const other = await recordWorkload([], true);
  for (const source of [...sources, audited]) {
    const evidence =
      source === audited && !("missing" in other)
        ? other.evidence.get(audited)
        : run.evidence.get(source);
    if (source === audited && evidence === undefined) {
      const skipped = "missing" in other ? other.missing : (other.noAudit ?? "");
      yield { name: `${name} ${source}`, values: { skipped }, passed: true };
    }
    if (evidence === undefined || strace === undefined) continue;
    const seesAll = source === "strace" || source === "bpftrace";
    const relevant = seesAll ? (path: string) => !path.startsWith("/proc/") : isFile;
    const packages = compare(packagesFrom(strace, "opened"), packagesFrom(evidence, "opened"));
    const files = compare(
      filesFrom(strace, "opened").filter(relevant),
      filesFrom(evidence, "opened").filter(relevant),
    );
    const looked = compare(packagesFrom(strace, "stat"), packagesFrom(evidence, "stat"));
    const network = compare(addresses(strace), addresses(evidence));
    const missing = [
      ...packages.missing,
      ...files.missing,
      ...(seesAll ? [...looked.missing, ...network.missing] : []),
    ];
    const [unit] = evidence.units;
    yield {
      name: `${name} ${source}`,
      values: {
        packages: packagesFrom(evidence, "opened").length,
        "only looked at":
          packagesFrom(evidence, "stat").length - packagesFrom(evidence, "opened").length,
        files: filesFrom(evidence, "opened").length,
        executed: filesFrom(evidence, "executed").length,
        "not placed": unit?.unplaced ?? 0,
        lost: unit?.losses.map(({ code, count }) => `${code} ${count}`).join(" ") ?? "",
        missing: missing.join(" "),
        more: shorten([...packages.more, ...files.more]),
      },
      passed: missing.length === 0 && (source === audited || unit?.losses.length === 0),
    };
  }
}

function shorten(items: readonly string[]): string {
  const rest = items.length - 4;
  return rest > 0 ? `${items.slice(0, 4).join(" ")} and ${rest} more` : items.join(" ");
}

const mounted: readonly string[] = ["/dev/", "/proc/", "/sys/"];

type Seen = Evidence["files"][number]["seen"];

function packagesFrom({ packages }: Evidence, grade: Grade): readonly string[] {
  return packages.filter(({ seen }) => isFrom(seen, grade)).map(({ id }) => id);
}

function filesFrom({ files, unattributed }: Evidence, grade: Grade): readonly string[] {
  return [...files, ...unattributed]
    .filter(({ seen }) => isFrom(seen, grade))
    .map(({ path }) => path);
}

function addresses({ network }: Evidence): readonly string[] {
  return network.map(({ kind, address }) => `${kind} ${address}`);
}

function isFrom(seen: Seen, grade: Grade): boolean {
  return Object.values(seen).some((sighting) => compareGrades(sighting.grade, grade) >= 0);
}

function compare(
  expected: readonly string[],
  found: readonly string[],
): { readonly missing: readonly string[]; readonly more: readonly string[] } {
  return {
    missing: expected.filter((item) => !found.includes(item)),
    more: found.filter((item) => !expected.includes(item)),
  };
}
