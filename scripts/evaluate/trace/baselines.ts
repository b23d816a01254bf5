import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createFileIndex, scanTar } from "@coppice/image";
import { gradeEvidence, judgeUse, strace } from "@coppice/trace";
import type { Bom, RuntimeEvent } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { readManifest } from "../manifest.ts";
import { readPlannerCase } from "../planner-case.ts";
import { listedPaths, recordPythonRun } from "./recorded-python.ts";
import { exactlyUsed, openedPaths } from "./usage-rules.ts";

/** A recorded run, and what a referee says was used. */
interface RecordedRun {
  readonly name: string;
  readonly bom: Bom;
  readonly events: readonly RuntimeEvent[];
  /** Paths that dpkg lists, by package. */
  readonly listed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly truth: ReadonlySet<string>;
}

/**
 * Packages that are said to be unused and were used, by the rules that others go by and by ours, on the same events. A
 * package is used, by those rules, when an event has one of its listed files, or one of its listed paths.
 */
export async function* baselines(corpus: string): AsyncIterable<Row> {
  const python = await recordPythonRun();
  if ("missing" in python) {
    yield { name: "unused by mistake: python", values: { skipped: python.missing }, passed: true };
  } else yield await compareRules({ ...python, name: "python", listed: listedPaths(python.root) });
  for await (const run of recordedRuns(corpus)) yield await compareRules(run);
}

async function compareRules(run: RecordedRun): Promise<Row> {
  const files = filesOnly(run);
  const given = openedPaths(run.events, "given");
  const real = openedPaths(run.events, "real");
  const evidence = await gradeEvidence([run.events], run.bom, {
    ...{ unit: "run", source: strace, clients: ["curl"] },
  });
  const unused = new Set(
    judgeUse(evidence, run.bom).flatMap(({ id, verdict }) =>
      verdict === "unused" || verdict === "metadata-only" ? [id] : [],
    ),
  );
  const debian = run.bom.packages.filter(({ ecosystem }) => ecosystem === "deb");
  const ours = new Set(debian.filter(({ id }) => !unused.has(id)).map(({ name }) => name));
  const missed = (used: ReadonlySet<string>): number =>
    [...run.truth].filter((name) => !used.has(name)).length;
  const falselyUnused = missed(ours);
  return {
    name: `unused by mistake: ${run.name}`,
    values: {
      used: run.truth.size,
      "listed files, kernel's paths": missed(exactlyUsed(files, real)),
      "listed files, given paths": missed(exactlyUsed(files, given)),
      "listed paths, kernel's paths": missed(exactlyUsed(run.listed, real)),
      "this package": falselyUnused,
      unused: debian.length - ours.size,
      "of packages": debian.length,
    },
    passed: falselyUnused === 0,
  };
}

async function* recordedRuns(corpus: string): AsyncIterable<RecordedRun> {
  const folder = join(corpus, "harden");
  for (const row of readManifest(folder)) {
    const path = row.get("path") ?? "";
    if (!/(^|\/)planner-cases\/.*\/expected\.json$/.test(path)) continue;
    const place = join(folder, dirname(path));
    const { bom, trace, expected } = await readPlannerCase(place);
    const events: RuntimeEvent[] = [];
    const files = createFileIndex(bom.files ?? []);
    for await (const batch of strace.read([trace], { files })) events.push(...batch);
    yield {
      name: basename(place),
      bom,
      events,
      listed: await readLists(readFileSync(join(place, "dpkg-info.tar.gz"))),
      // base-files is kept by rule, for its folders, and the shell looks at curl for the client.
      truth: new Set(
        expected.used_packages_without_client.filter(
          (name) => name !== "base-files" && name !== "curl",
        ),
      ),
    };
  }
}

async function readLists(archive: Uint8Array): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const lists = new Map<string, ReadonlySet<string>>();
  for await (const member of scanTar([gunzipSync(archive)])) {
    const [, name] = /([^/:]*)(?::[^/]*)?\.list$/.exec(member.path) ?? [];
    if (member.type !== "file" || name === undefined) continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of member.content()) chunks.push(chunk);
    lists.set(name, new Set(Buffer.concat(chunks).toString().split("\n").filter(Boolean)));
  }
  return lists;
}

/** The lists as an SBOM has them: without folders. */
function filesOnly({ bom, listed }: RecordedRun): ReadonlyMap<string, ReadonlySet<string>> {
  const index = createFileIndex(bom.files ?? []);
  return new Map(
    [...listed].map(([name, paths]) => [
      name,
      new Set([...paths].filter((path) => index.stat(path)?.type !== "directory")),
    ]),
  );
}
