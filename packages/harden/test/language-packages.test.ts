import { planHardening } from "@coppice/harden";
import type { HardeningMode, HardeningPlan, Package } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { type FileSketch, sketchBom, sketchEvidence } from "./subject.ts";

const site = "/usr/lib/python3/dist-packages";
const language = (id: string, more: Partial<Package>): Package => ({
  id,
  name: id,
  ecosystem: "pypi",
  presence: "installed",
  foundBy: "test",
  ...more,
});
const both = (...by: string[]): Pick<FileSketch, "attribution"> => ({
  attribution: { kind: "owned", by },
});
const files: readonly FileSketch[] = [
  { path: "/opt/app.py" },
  { path: `${site}/flask/app.py`, ...both("python3-flask", "flask") },
  { path: `${site}/flask/cli.py`, ...both("python3-flask", "flask") },
  { path: `${site}/flask-2.dist-info/METADATA`, ...both("python3-flask", "flask") },
  { path: `${site}/flask-2.dist-info/RECORD`, ...both("python3-flask", "flask") },
  { path: "/srv/lib/six.py", of: "six" },
  { path: "/srv/lib/six.egg-info", of: "six" },
  { path: "/srv/lib/unused.py", of: "unused" },
  { path: "/srv/lib/unused.dist-info/METADATA", of: "unused" },
  { path: "/srv/node_modules/ms/index.js", of: "ms" },
  { path: "/srv/node_modules/ms/readme.md", of: "ms" },
  { path: "/srv/node_modules/ms/package.json", of: "ms" },
];
const sketched = sketchBom(["python3-flask"], files);
const bom = {
  ...sketched,
  packages: [
    ...sketched.packages,
    language("flask", { location: `${site}/flask-2.dist-info`, ownedBy: "python3-flask" }),
    language("six", { location: "/srv/lib/six.egg-info" }),
    language("unused", { location: "/srv/lib/unused.dist-info" }),
    language("ms", { ecosystem: "npm", location: "/srv/node_modules/ms" }),
  ],
};
const used = [`${site}/flask/app.py`, "/srv/lib/six.py", "/srv/node_modules/ms/index.js"];

function plan(mode: HardeningMode): HardeningPlan {
  return planHardening(bom, sketchEvidence(bom, used), { mode });
}

function decisions(made: HardeningPlan): Record<string, string> {
  return Object.fromEntries(made.packages.map(({ id, decision }) => [id, decision]));
}

describe("packages of languages", () => {
  test("stay and go by what was used of them", () => {
    for (const mode of ["closure", "executed"] as const) {
      expect(decisions(plan(mode))).toEqual({
        "python3-flask": "keep",
        flask: "keep",
        six: "keep",
        unused: "remove",
        ms: "keep",
      });
    }
  });

  test("keep in mode files the records that say that they are there", () => {
    const made = plan("files");
    expect(decisions(made)).toEqual({
      "python3-flask": "trim",
      flask: "trim",
      six: "keep",
      unused: "remove",
      ms: "trim",
    });
    const kept = made.files.filter(({ decision }) => decision === "keep").map(({ path }) => path);
    expect(kept).toContain(`${site}/flask-2.dist-info/METADATA`);
    expect(kept).toContain("/srv/lib/six.egg-info");
    expect(kept).toContain("/srv/node_modules/ms/package.json");
    expect(kept).not.toContain("/srv/node_modules/ms/readme.md");
    expect(made.checks.filter(({ status }) => status === "failed")).toEqual([]);
  });

  test("are not counted beside the package that brought them", () => {
    expect(plan("executed").summary.packages).toEqual({ before: 4, after: 3 });
  });
});

test("a C library that stays keeps the modules by which it looks up names", () => {
  const elf = { bits: 64, machine: 62, type: "shared", needed: [] } as const;
  const folder = "/usr/lib/x86_64-linux-gnu";
  const subject = sketchBom(
    ["libc6"],
    [
      { path: `${folder}/libc.so.6`, of: "libc6", elf: { ...elf, soname: "libc.so.6" } },
      { path: `${folder}/libnss_files.so.2`, of: "libc6", elf },
      { path: `${folder}/libresolv.so.2`, of: "libc6", elf },
    ],
  );
  const evidence = sketchEvidence(subject, [`${folder}/libc.so.6`]);
  const { files: decided } = planHardening(subject, evidence, { mode: "files" });
  const reasons = new Map(decided.map(({ path, reasons: [first] }) => [path, first?.rule]));
  expect(reasons.get(`${folder}/libnss_files.so.2`)).toBe("name-service");
  expect(reasons.get(`${folder}/libresolv.so.2`)).toBe("not-needed");
});
