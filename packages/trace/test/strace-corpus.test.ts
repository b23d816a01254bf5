import { readdirSync, readFileSync } from "node:fs";
import { createFileIndex } from "@coppice/image";
import { gradeEvidence, strace, summariseEvidence } from "@coppice/trace";
import type { Problem } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { corpus } from "./corpus.ts";
import { readPlannerCase } from "./planner-case.ts";
import { describeEvents, readLog } from "./read-log.ts";

const recorded = (name: string) => readFileSync(`${corpus}/trace/strace-recorded/${name}.strace`);

/** Without what differs from run to run: the recorder's working directory and process ids. */
const stable = (events: readonly string[]) =>
  events.filter((event) => !/\/proc\/|\?no-directory|gen$/.test(event)).sort();

describe.skipIf(!corpus)("one workload recorded with different flags", () => {
  test.each(["f_y", "ttt_T", "tt_r", "x", "z", "stderr_f"])("reads alike with %s", async (name) => {
    const plain = await readLog(recorded("f"));
    const other = await readLog(recorded(name));
    expect(other.problems).toEqual([]);
    const withoutReal = describeEvents(other.events).map((event) => event.replace(/ -> .*/, ""));
    expect(stable(withoutReal)).toEqual(stable(describeEvents(plain.events)));
  });

  test.each(["f_y", "python-yaml-requests_y", "java_y"])(
    "is followed in %s to the same paths without annotations as with them",
    async (name) => {
      const text = recorded(name).toString();
      const bare = text.replace(/(\b\d+|AT_FDCWD)<(?:\/[^>]*|\w+:\[[^\]]*\])>/g, "$1");
      expect(bare).not.toBe(text);
      const [cwd = ""] = /(?<=AT_FDCWD<)[^>]*/.exec(text) ?? [];
      const annotated = await readLog(text);
      const followed = await readLog(bare, { cwd });
      const paths = (events: readonly string[]) =>
        events.map((event) => event.replace(/ -> .*/, ""));
      expect(paths(describeEvents(followed.events))).toEqual(
        paths(describeEvents(annotated.events)),
      );
    },
  );
});

describe.skipIf(!corpus)("logs of others", () => {
  const folder = `${corpus}/trace`;
  const logs = corpus
    ? ["strace", "strace-issues", "strace-recorded"].flatMap((name) =>
        readdirSync(`${folder}/${name}`).map((file) => `${name}/${file}`),
      )
    : [];

  test.each(logs)("are read without a problem: %s", async (log) => {
    const { events, problems } = await readLog(readFileSync(`${folder}/${log}`));
    expect(problems).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
  });
});

describe.skipIf(!corpus)("planner cases", () => {
  const folder = `${corpus}/harden/planner-cases`;
  const names = corpus ? readdirSync(folder) : [];

  test.each(names)("give the packages of the reference: %s", async (name) => {
    const { bom, trace, expected } = readPlannerCase(`${folder}/${name}`);
    const problems: Problem[] = [];
    const events = strace.read([trace], {
      files: createFileIndex(bom.files ?? []),
      onProblem: (problem) => problems.push(problem),
    });
    const evidence = await gradeEvidence(events, bom, {
      ...{ unit: name, source: strace, clients: ["curl"], problems },
    });
    expect(problems).toEqual([]);
    expect(evidence.units.map(({ unplaced }) => unplaced)).toEqual([0, 0]);
    const { used, clientOnly } = summariseEvidence(evidence, bom);
    // The reference keeps base-files by rule, for its folders, and counts the shell's look at curl as the workload's.
    const ours = new Set([...used, "base-files", "curl"]);
    expect([...ours].sort()).toEqual(expected.used_packages_without_client);
    const both = new Set([...used, ...clientOnly, "base-files"]);
    expect([...both].sort()).toEqual(expected.used_packages_with_client);
  });
});
