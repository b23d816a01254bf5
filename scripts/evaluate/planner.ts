import { dirname, join } from "node:path";
import { planHardening } from "@coppice/harden";
import { createFileIndex } from "@coppice/image";
import { gradeEvidence, readStrace } from "@coppice/trace";
import type { Evidence, HardeningMode, Package } from "@coppice/types";
import type { Evaluation } from "./evaluation.ts";
import { readManifest } from "./manifest.ts";
import { type PlannerCase, readPlannerCase } from "./planner-case.ts";

const modes: readonly HardeningMode[] = ["closure", "executed", "files"];

/** Compares what we find used with what another planner found, and shows what each mode leaves. */
export const planner: Evaluation = {
  name: "planner",
  title: "packages used in recorded traces, beside those that another planner found (within 1)",
  async *rows(corpus) {
    const folder = join(corpus, "harden");
    for (const row of readManifest(folder)) {
      const path = row.get("path") ?? "";
      if (!/(^|\/)planner-cases\/.*\/expected\.json$/.test(path)) continue;
      const recorded = await readPlannerCase(join(folder, dirname(path)));
      const { expected, bom } = recorded;
      const evidence = await evidenceOf(recorded);
      const all = usedNames(bom.packages, evidence, ["workload", "client"]);
      const workload = usedNames(bom.packages, evidence, ["workload"]);
      const withClient = difference(all, expected.used_packages_with_client);
      const without = difference(workload, expected.used_packages_without_client);
      const plans = modes.map((mode) => planHardening(bom, evidence, { mode }));
      const failed = plans.flatMap(({ checks }) => checks.filter(({ status }) => status === "failed"));
      const isReproduced = (names: readonly string[], found: ReadonlySet<string>, other: string) =>
        other === "" || Math.abs(names.length - found.size) <= 1;
      yield {
        name: dirname(path).slice(dirname(path).lastIndexOf("/") + 1),
        values: {
          packages: bom.packages.filter(({ ecosystem }) => ecosystem === "deb").length,
          used: workload.size,
          "used there": expected.used_packages_without_client.length,
          differs: without,
          "with client": all.size,
          "with client there": expected.used_packages_with_client.length,
          "differs ": withClient,
          ...Object.fromEntries(
            plans.map(({ policy, summary }) => [policy.mode, summary.packages.after]),
          ),
          "failed checks": failed.length,
        },
        passed:
          failed.length === 0 &&
          isReproduced(expected.used_packages_without_client, workload, without) &&
          isReproduced(expected.used_packages_with_client, all, withClient),
      };
    }
  },
};

async function evidenceOf({ bom, trace }: PlannerCase): Promise<Evidence> {
  const index = createFileIndex(bom.files ?? []);
  const events = readStrace([trace], { index });
  return gradeEvidence(events, bom, { unit: "case", source: "strace", clients: ["curl"] });
}

function usedNames(
  packages: readonly Package[],
  evidence: Evidence,
  roles: readonly string[],
): ReadonlySet<string> {
  const units = new Set(
    evidence.units.filter(({ role }) => roles.includes(role)).map(({ id }) => id),
  );
  const used = new Set(
    evidence.packages
      .filter(({ seen }) => Object.keys(seen).some((unit) => units.has(unit)))
      .map(({ id }) => id),
  );
  return new Set(
    packages.filter(({ id, ecosystem }) => ecosystem === "deb" && used.has(id)).map(({ name }) => name),
  );
}

/** Names in one set only: `+ours -theirs`. */
function difference(ours: ReadonlySet<string>, theirs: readonly string[]): string {
  const more = [...ours].filter((name) => !theirs.includes(name)).map((name) => `+${name}`);
  const less = theirs.filter((name) => !ours.has(name)).map((name) => `-${name}`);
  return [...more, ...less].join(" ");
}
