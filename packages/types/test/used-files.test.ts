import { type Attribution, type Bom, type Evidence, usedFiles } from "@coppice/types";
import { expect, test } from "vitest";

const unit = {
  source: "strace",
  events: 1,
  unreadable: 0,
  unplaced: 0,
  losses: [],
  shows: [],
} as const;
const subject = { name: "app", digest: "sha256:00" };
const file = (path: string, attribution: Attribution, type: "file" | "directory" = "file") => {
  return { path, type, mode: 0o644, uid: 0, gid: 0, size: 1, attribution };
};
const bom: Bom = {
  kind: "bom",
  schemaVersion: "1.0",
  subject,
  tool: { name: "test", version: "1" },
  packages: [],
  dependencies: [],
  problems: [],
  files: [
    file("/a", { kind: "owned", by: ["x", "y"] }),
    file("/b", { kind: "derived", rule: "cache", from: [], by: ["x"] }),
    file("/c", { kind: "unowned" }),
    file("/d", { kind: "owned", by: ["x"] }, "directory"),
  ],
};
const seen = {
  b: { grade: "read", offset: 4 },
  a: { grade: "read", offset: 9 },
  c: { grade: "executed", offset: 1 },
} as const;
const evidence: Evidence = {
  kind: "evidence",
  schemaVersion: "1.0",
  subject,
  units: [
    { id: "a", role: "workload", ...unit },
    { id: "b", role: "workload", ...unit },
    { id: "c", role: "client", ...unit },
  ],
  files: ["/a", "/b", "/c", "/d", "/gone"].map((path) => {
    return { path, given: [], seen, ...(path === "/b" && { impliedBy: ["/a"] }) };
  }),
  packages: [],
  unattributed: [],
  unplaced: [],
  network: [],
  problems: [],
};

test("gives the files of each package with their strongest use in one role, the first unit's of equal ones", () => {
  const a = { path: "/a", unit: "a", grade: "read", offset: 9 };
  expect([...usedFiles(evidence, bom, "workload")]).toEqual([
    ["x", [a, { ...a, path: "/b", impliedBy: ["/a"] }]],
    ["y", [a]],
  ]);
  expect(usedFiles(evidence, bom, "client").get("y")).toEqual([
    { path: "/a", unit: "c", grade: "executed", offset: 1 },
  ]);
});

test("gives nothing of a Bom without files, nor of units that are not there", () => {
  const { files: _, ...bare } = bom;
  expect(usedFiles(evidence, bare, "workload").size).toBe(0);
  expect(usedFiles({ ...evidence, units: [] }, bom, "workload").size).toBe(0);
});
