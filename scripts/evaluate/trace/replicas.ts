import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileIndex } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import {
  backtestCompleteness,
  estimateCompleteness,
  gradeEvidence,
  mergeEvidence,
  strace,
} from "@coppice/trace";
import type { Bom, Evidence } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { debianRoot } from "./debian-root.ts";
import { type Chance, chanceOf } from "./worlds.ts";

/** What a window may do, the more likely first; each needs packages of its own. */
const jobs: readonly string[] = [
  "ls -l /etc >/dev/null",
  "grep -c root /etc/passwd >/dev/null",
  "sed -n 1p /etc/passwd >/dev/null",
  "perl -e 'print 1' >/dev/null",
  "tar -cf /dev/null /etc/apt",
  "gzip -c /etc/passwd >/dev/null",
  "python3 -c 'import json'",
  "find /etc -name passwd >/dev/null",
  "diff /etc/passwd /etc/group >/dev/null; true",
  "awk 'END { print NR }' /etc/passwd >/dev/null",
  "openssl dgst -sha256 /etc/passwd >/dev/null",
  "xz -c /etc/passwd >/dev/null",
  "bzip2 -c /etc/passwd >/dev/null",
  "python3 -c 'import sqlite3'",
  "jq . /dev/null",
  "bc </dev/null",
  "file /etc/passwd >/dev/null",
  "python3 -c 'import ssl'",
  "sqlite3 :memory: 'select 1' >/dev/null",
  "perl -MPOSIX -e 'print 1' >/dev/null",
  "zstd -c /etc/passwd >/dev/null",
  "dpkg -l dpkg >/dev/null",
  "ps >/dev/null 2>&1; true",
  "less --version >/dev/null",
];

const packages = [
  "bc",
  "bzip2",
  "file",
  "gawk",
  "jq",
  "less",
  "openssl",
  "procps",
  "python3",
  "sqlite3",
  "xz-utils",
  "zstd",
];
const windows = 120;
const orders = 200;
const confidence = 0.95;

/** Real runs of one root, each with work drawn by chance: how often the bound of some holds for the share of the others. */
export async function* replicas(): AsyncIterable<Row> {
  const root = debianRoot("replicas", packages, ["strace", "chroot", "timeout"]);
  if (typeof root !== "string") {
    yield { name: "completeness: real replicas", values: { skipped: root.missing }, passed: true };
    return;
  }
  const image = await openImage(root);
  const bom = await inventory(image.tree, { subject: image.subject, onProblem: () => undefined });
  await image.close();
  const evidence = await record(root, bom);
  const chance = chanceOf(7);
  for (const count of [12, 24, 48, 96]) yield coverage(evidence, count, chance);
  const [test] = backtestCompleteness(evidence, { confidence });
  yield {
    name: `completeness: back-test on ${windows} real replicas`,
    values: {
      predicted: test?.predicted ?? 0,
      "most expected": test?.expected.toFixed(1) ?? "",
      "used something new": test?.discovered ?? 0,
    },
    passed: test !== undefined && !test.refuted,
  };
}

async function record(root: string, bom: Bom): Promise<Evidence> {
  const folder = mkdtempSync(join(tmpdir(), "coppice-replicas-"));
  const files = createFileIndex(bom.files ?? []);
  const chance = chanceOf(2024);
  const units: Evidence[] = [];
  try {
    for (let window = 0; window < windows; window++) {
      const log = join(folder, "log");
      const script = drawJobs(chance).join("\n");
      const trace = ["-f", "-qq", "-y", "-e", "trace=%file,%process,mmap,fchdir", "-o", log];
      const command = ["chroot", root, "sh", "-c", script];
      spawnSync("timeout", ["60", "strace", ...trace, ...command]);
      const events = strace.read(createReadStream(log), { files, onProblem: () => undefined });
      const evidence = await gradeEvidence(events, bom, {
        unit: `window-${String(window).padStart(3, "0")}`,
        source: strace,
      });
      units.push(evidence);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [first, ...rest] = units;
  if (first === undefined) throw new Error("no window was recorded");
  return mergeEvidence(first, ...rest);
}

/** Each job with a chance that falls with its rank. */
function drawJobs(chance: Chance): readonly string[] {
  return jobs.filter((_, rank) => chance() < 1.2 / (rank + 1));
}

/** Over random orders of the windows: the bound after the first `count`, against the share of the others with something new. */
function coverage(evidence: Evidence, count: number, chance: Chance): Row {
  let [held, bounds, shares] = [0, 0, 0];
  for (let order = 0; order < orders; order++) {
    const units = [...evidence.units]
      .map((unit) => ({ unit, key: chance() }))
      .sort((a, b) => a.key - b.key)
      .map(({ unit }, start) => ({ ...unit, start }));
    const first = units.slice(0, count);
    const [found] = estimateCompleteness({ ...evidence, units: first }, { confidence });
    const bound = found?.chanceOfNew ?? 0;
    const known = new Set(first.map(({ id }) => id));
    const unseen = evidence.packages.filter(
      ({ seen }) => !Object.keys(seen).some((id) => known.has(id)),
    );
    const late = units
      .slice(count)
      .filter(({ id }) => unseen.some(({ seen }) => Object.hasOwn(seen, id)));
    const share = late.length / (units.length - count);
    if (bound >= share) held += 1;
    bounds += bound;
    shares += share;
  }
  return {
    name: `completeness: real replicas, ${count} of ${windows}, ${orders} orders`,
    values: {
      coverage: (held / orders).toFixed(3),
      "mean bound": (bounds / orders).toFixed(3),
      "mean share": (shares / orders).toFixed(3),
    },
    passed: held / orders >= confidence,
  };
}
