import { basename, dirname, join } from "node:path";
import { planHardening } from "@coppice/harden";
import { createFileIndex } from "@coppice/image";
import { gradeEvidence, strace } from "@coppice/trace";
import type { Bom, Evidence, HardeningMode, HardeningPlan } from "@coppice/types";
import type { Evaluation } from "./evaluation.ts";
import { readManifest } from "./manifest.ts";
import { type PlannerCase, readPlannerCase } from "./planner-case.ts";

const modes: readonly HardeningMode[] = ["closure", "executed", "files"];

/**
 * Compares the packages that the mode `executed` keeps, without and with the client that ran in the same trace, with
 * those that another planner found used; and shows what each mode leaves.
 */
export const planner: Evaluation = {
  name: "planner",
  title:
    "packages kept for what recorded traces used, beside another planner's (within 1 of each other)",
  async *rows(corpus) {
    const folder = join(corpus, "harden");
    for (const row of readManifest(folder)) {
      const path = row.get("path") ?? "";
      if (!/(^|\/)planner-cases\/.*\/expected\.json$/.test(path)) continue;
      const recorded = await readPlannerCase(join(folder, dirname(path)));
      const { expected, bom } = recorded;
      const evidence = await evidenceOf(recorded, ["curl"]);
      const plans = modes.map((mode) => planHardening(bom, evidence, { mode }));
      const withClient = planHardening(bom, await evidenceOf(recorded, []), { mode: "executed" });
      const kept = keptNames(
        bom,
        plans.find(({ policy }) => policy.mode === "executed"),
      );
      const keptWithClient = keptNames(bom, withClient);
      const differs = difference(kept, expected.used_packages_without_client);
      const differsWithClient = difference(keptWithClient, expected.used_packages_with_client);
      const failed = plans.flatMap(({ checks }) =>
        checks.filter(({ status }) => status === "failed"),
      );
      yield {
        name: basename(dirname(path)),
        values: {
          packages: plans[0]?.summary.packages.before ?? 0,
          used: kept.size,
          there: expected.used_packages_without_client.length,
          differs: differs.join(" "),
          "with client": keptWithClient.size,
          "there ": expected.used_packages_with_client.length,
          "differs ": differsWithClient.join(" "),
          ...Object.fromEntries(
            plans.map(({ policy, summary }) => [policy.mode, summary.packages.after]),
          ),
          "failed checks": failed.length,
        },
        passed: failed.length === 0 && isWithinOne(differs) && isWithinOne(differsWithClient),
      };
    }
  },
};

async function evidenceOf(
  { bom, trace }: PlannerCase,
  clients: readonly string[],
): Promise<Evidence> {
  const files = createFileIndex(bom.files ?? []);
  return gradeEvidence(strace.read([trace], { files }), bom, {
    unit: "case",
    source: strace,
    clients,
  });
}

/** Names of the Debian packages that a plan keeps. */
function keptNames(bom: Bom, plan: HardeningPlan | undefined): ReadonlySet<string> {
  const kept = new Set(
    plan?.packages.filter(({ decision }) => decision !== "remove").map(({ id }) => id),
  );
  const debian = bom.packages.filter(({ id, ecosystem }) => ecosystem === "deb" && kept.has(id));
  return new Set(debian.map(({ name }) => name));
}

/** Names in one set only: `+ours`, `-theirs`. */
function difference(ours: ReadonlySet<string>, theirs: readonly string[]): readonly string[] {
  const more = [...ours].filter((name) => !theirs.includes(name)).map((name) => `+${name}`);
  const less = theirs.filter((name) => !ours.has(name)).map((name) => `-${name}`);
  return [...more, ...less];
}

/** Whether at most one name is more and at most one is less. */
function isWithinOne(differs: readonly string[]): boolean {
  return ["+", "-"].every((sign) => differs.filter((name) => name.startsWith(sign)).length <= 1);
}
