import { blindSpots } from "@coppice/trace";
import type { Evidence, ObservationUnit } from "@coppice/types";
import { expect, test } from "vitest";

const unit = (id: string, more: Partial<ObservationUnit> = {}): ObservationUnit => ({
  ...{ id, role: "workload", source: "strace", events: 1, unreadable: 0, unplaced: 0, losses: [] },
  ...{ shows: ["exec", "map", "open", "read", "stat"], ...more },
});
const evidenceOf = (...units: ObservationUnit[]): Evidence => ({
  ...{ kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" } },
  ...{ units, files: [], packages: [], unattributed: [], unplaced: [], network: [], problems: [] },
});

test("says what formats cannot show and what their logs lack, by source", () => {
  const evidence = evidenceOf(
    unit("b"),
    unit("c", { shows: ["exec", "stat"], losses: [{ code: "gap", count: 1, offset: 0 }] }),
    unit("d", { unreadable: 1, unplaced: 2 }),
    unit("c#client", { role: "client", unreadable: 9 }),
    unit("a", { source: "hook", shows: ["load"], ecosystems: ["npm", "pypi"] }),
  );
  const formats = [
    { name: "strace", blindSpots: ["which functions of a file ran"] },
    { name: "auditd", blindSpots: ["what no rule asks for"] },
  ];
  expect(blindSpots(evidence, formats)).toEqual([
    { source: "hook", units: 1, text: "any use of packages of other ecosystems than npm, pypi" },
    { source: "strace", units: 3, text: "which functions of a file ran" },
    { source: "strace", units: 1, text: "which files were mapped as code" },
    { source: "strace", units: 1, text: "whether opened files were read" },
    { source: "strace", units: 1, text: "which files were opened" },
    { source: "strace", units: 1, text: "what happened where events are missing (gap)" },
    { source: "strace", units: 1, text: "what the records say that could not be read" },
    { source: "strace", units: 1, text: "which files the paths are of that could not be placed" },
  ]);
  expect(blindSpots(evidenceOf())).toEqual([]);
});
