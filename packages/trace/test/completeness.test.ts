import { assessReadiness, backtestCompleteness, estimateCompleteness } from "@coppice/trace";
import type {
  Bom,
  BomFile,
  Evidence,
  NetworkEvidence,
  ObservationUnit,
  Sighting,
} from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { poissonAtMost, poissonUpperBound } from "../src/completeness/poisson-bound.ts";

const executed: Sighting = { grade: "executed", offset: 0 };

function unit(id: string, more: Partial<ObservationUnit> = {}): ObservationUnit {
  return {
    id,
    role: "workload",
    source: "strace",
    events: 1,
    unreadable: 0,
    unplaced: 0,
    losses: [],
    shows: ["accept", "connect", "exec", "listen", "open"],
    ...more,
  };
}

/** Evidence of windows that used packages, each list in the order of the windows. */
function evidenceOf(
  windows: readonly (readonly string[])[],
  more: Partial<ObservationUnit> = {},
): Evidence {
  const units = windows.map((_, window) => unit(`w${window}`, { start: window, ...more }));
  const ids = [...new Set(windows.flat())].sort();
  return {
    kind: "evidence",
    schemaVersion: "1.0",
    subject: { name: "app", digest: "sha256:00" },
    units,
    files: [],
    packages: ids.map((id) => ({
      id,
      seen: Object.fromEntries(
        windows.flatMap((used, window) => (used.includes(id) ? [[`w${window}`, executed]] : [])),
      ),
    })),
    unattributed: [],
    unplaced: [],
    network: [],
    problems: [],
  };
}

describe("the bound of Garwood", () => {
  // Half of qchisq(0.95, 2 * (n + 1)) from tables of the chi-square distribution.
  test.each([
    [0, 2.9957],
    [1, 4.7439],
    [2, 6.2958],
    [5, 10.513],
    [10, 16.9622],
  ])("of %d is %d", (count, bound) => {
    expect(poissonUpperBound(count, 0.95)).toBeCloseTo(bound, 3);
  });

  test("is where the chance of so few is what is left of the confidence", () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.double({ min: 0.5, max: 0.999, noNaN: true }), (count, sure) => {
        const bound = poissonUpperBound(count, sure);
        expect(poissonAtMost(count, bound)).toBeCloseTo(1 - sure, 6);
        expect(bound).toBeGreaterThan(count);
      }),
    );
  });
});

describe("completeness", () => {
  test("one unit says nothing", () => {
    const [only] = estimateCompleteness(evidenceOf([["a", "b"]]));
    expect(only).toMatchObject({ units: 1, horizon: 0, chanceOfNew: 1, unique: 1, uniqueShare: 1 });
  });

  test("no units give nothing to say", () => {
    expect(estimateCompleteness(evidenceOf([]))).toEqual([]);
  });

  test("a unit with something new among the last three keeps the bound at 1", () => {
    const windows = Array.from({ length: 40 }, () => ["a"]);
    expect(estimateCompleteness(evidenceOf(windows))[0]?.chanceOfNew).toBeCloseTo(0.1498, 3);
    const late = windows.map((used, window) => (window === 37 ? [...used, "b"] : used));
    expect(estimateCompleteness(evidenceOf(late))[0]).toMatchObject({ clumps: 1, chanceOfNew: 1 });
    const [relaxed] = estimateCompleteness(evidenceOf(late), { quiet: 1 });
    expect(relaxed?.chanceOfNew).toBeCloseTo(4.7439 / 20, 3);
  });

  test("what is new in one unit counts once, however many packages it brings", () => {
    const windows = Array.from({ length: 24 }, (_, window) =>
      window === 14 ? ["a", "b", "c"] : ["a"],
    );
    expect(estimateCompleteness(evidenceOf(windows))[0]).toMatchObject({
      clumps: 1,
      unique: 1,
      uniqueShare: 1 / 24,
    });
  });

  test("Chao2 grows with what was seen once and not with what was seen twice", () => {
    const windows = [
      ["a", "x", "y"],
      ["a", "z"],
      ["a", "b"],
      ["a", "b"],
    ];
    // 5 seen, 3 of them once and 1 twice: 5 + 3/4 * 3 * 2 / (2 * 2).
    expect(estimateCompleteness(evidenceOf(windows))[0]?.estimatedPackages).toBeCloseTo(6.125, 6);
  });

  test("each stratum is counted apart, and clients are not counted", () => {
    const evidence = evidenceOf([["a"], ["b"], ["a"]]);
    const strata = ["startup", "traffic", "traffic"] as const;
    const units = evidence.units.map((one, place) => {
      const stratum = strata[place];
      return { ...one, ...(stratum && { stratum }) };
    });
    const withClient = { ...evidence, units: [...units, unit("c", { role: "client" })] };
    expect(estimateCompleteness(withClient).map(({ stratum, units }) => [stratum, units])).toEqual([
      ["startup", 1],
      ["traffic", 2],
    ]);
  });

  test("sources of one run count once, and what observed nothing not at all", () => {
    const windows = Array.from({ length: 24 }, () => ["a"]);
    const evidence = evidenceOf(windows);
    const also = (source: string, more: Partial<ObservationUnit> = {}) =>
      evidence.units.map((one) => ({ ...one, id: `${source}-${one.id}`, source, ...more }));
    const alone = estimateCompleteness(evidence);
    const hooks = also("node-hook", { ecosystems: ["npm"] });
    for (const more of [
      also("auditd").slice(1),
      also("auditd"),
      [...hooks, ...hooks.map((hook) => ({ ...hook, id: `again-${hook.id}` }))],
      also("empty", { source: "strace", events: 0 }),
    ]) {
      const all = { ...evidence, units: [...more, ...evidence.units] };
      const [found] = estimateCompleteness(all);
      expect(found?.units).toBe(24);
      expect(found?.chanceOfNew).toBe(alone[0]?.chanceOfNew);
    }
    expect(estimateCompleteness({ ...evidence, units: hooks })[0]?.units).toBe(24);
  });

  test("windows of a log without times are taken by their number", () => {
    const ids = Array.from({ length: 12 }, (_, window) => `run@${window}`);
    const evidence: Evidence = {
      ...evidenceOf([]),
      units: ids.map((id) => unit(id)),
      packages: [{ id: "b", seen: { "run@10": executed } }],
    };
    // In the order of text the eleventh comes before the third.
    expect(estimateCompleteness(evidence, { horizon: 2 })[0]?.clumps).toBe(1);
  });

  test("a confidence that is none is refused", () => {
    for (const confidence of [0, 1, Number.NaN]) {
      for (const work of [estimateCompleteness, backtestCompleteness]) {
        expect(() => work(evidenceOf([["a"]]), { confidence })).toThrow(/between 0 and 1/);
      }
    }
  });

  test("weak use does not count where the caller says so", () => {
    const evidence = evidenceOf([["a"], ["a"]]);
    const weak = {
      ...evidence,
      packages: [
        ...evidence.packages,
        { id: "s", seen: { w1: { grade: "stat", offset: 1 } as const } },
      ],
    };
    expect(estimateCompleteness(weak)[0]?.unique).toBe(1);
    expect(estimateCompleteness(weak, { minimumGrade: "read" })[0]?.unique).toBe(0);
  });

  test("the bound is no chance above 1 and does not depend on the order of ids or packages", () => {
    const windows = fc.array(fc.subarray(["a", "b", "c", "d", "__proto__"]), { maxLength: 30 });
    fc.assert(
      fc.property(windows, fc.boolean(), (used, turn) => {
        const evidence = evidenceOf(used);
        const turned = turn
          ? {
              ...evidence,
              units: [...evidence.units].reverse(),
              packages: [...evidence.packages].reverse(),
            }
          : evidence;
        const found = estimateCompleteness(turned);
        expect(found).toEqual(estimateCompleteness(evidence));
        for (const { chanceOfNew, uniqueShare } of found) {
          expect(chanceOfNew).toBeGreaterThan(0);
          expect(chanceOfNew).toBeLessThanOrEqual(1);
          expect(uniqueShare).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("the back-test", () => {
  test("a world that becomes another refutes the bound", () => {
    const windows = Array.from({ length: 60 }, (_, window) =>
      window < 40 ? ["a"] : window % 5 === 0 ? ["a", `new-${window}`] : ["a"],
    );
    const [test] = backtestCompleteness(evidenceOf(windows), { quiet: 1 });
    expect(test?.discovered).toBeGreaterThan(0);
    const steady = backtestCompleteness(evidenceOf(windows.slice(0, 40)), { quiet: 1 });
    expect(steady[0]).toMatchObject({ discovered: 0, refuted: false });
  });

  test("many discoveries after bounds near nought are refuted", () => {
    const windows = Array.from({ length: 300 }, (_, window) =>
      window < 200 || window % 2 !== 0 ? ["a"] : ["a", `new-${window}`],
    );
    const [test] = backtestCompleteness(evidenceOf(windows), { quiet: 1 });
    expect(test?.refuted).toBe(true);
  });
});

describe("readiness", () => {
  const file = (path: string): BomFile => ({
    path,
    type: "file",
    mode: 0o755,
    uid: 0,
    gid: 0,
    size: 1,
    attribution: { kind: "unowned" },
  });
  const folder = (path: string): BomFile => ({ ...file(path), type: "directory" });
  const bom: Bom = {
    kind: "bom",
    schemaVersion: "1.0",
    tool: { name: "test", version: "1" },
    subject: {
      name: "app",
      digest: "sha256:00",
      config: {
        Env: ["PATH=/opt/bin:/usr/bin"],
        Entrypoint: ["/entry.sh"],
        Cmd: ["server", "--port", "80"],
        Healthcheck: { Test: ["CMD-SHELL", "FOO=1 exec check --now || exit 1"] },
        ExposedPorts: { "80/tcp": {}, "53/udp": {} },
      },
    },
    packages: [],
    dependencies: [],
    problems: [],
    files: [
      ...["/opt", "/opt/bin", "/usr", "/usr/bin"].map(folder),
      ...["/entry.sh", "/opt/bin/server", "/usr/bin/check"].map(file),
    ],
  };
  const steady = evidenceOf(Array.from({ length: 130 }, () => ["a"]));
  const ran = (...paths: readonly string[]) =>
    paths.map((path) => ({ path, given: [path], seen: { w1: executed } }));
  const accepted: NetworkEvidence = { kind: "accept", address: "[::]:80", seen: { w1: 1 } };

  test("an idle trace names every declared entry point that was never exercised", () => {
    const idle = assessReadiness(
      { ...steady, network: [{ kind: "listen", address: "[::]:80", seen: { w0: 1 } }] },
      bom,
    );
    expect(idle.ready).toBe(false);
    expect(idle.notExercised.map(({ declared }) => declared)).toEqual([
      "/entry.sh",
      "server --port 80",
      "/bin/sh -c FOO=1 exec check --now || exit 1",
      "80/tcp",
    ]);
    expect(idle.notObservable).toEqual([{ kind: "port", declared: "53/udp" }]);
  });

  test("all exercised, nothing lost, a low bound: ready", () => {
    const files = ran("/entry.sh", "/opt/bin/server", "/usr/bin/check");
    const full = { ...steady, files, network: [accepted] };
    expect(assessReadiness(full, bom)).toMatchObject({ ready: true, reasons: [] });
  });

  test("losses and few units each keep it from being ready", () => {
    const files = ran("/entry.sh", "/opt/bin/server", "/usr/bin/check");
    const [first, ...rest] = steady.units;
    const losses = [{ code: "gap", count: 3, offset: 9 }] as const;
    const units = first ? [{ ...first, losses }, ...rest] : [];
    expect(assessReadiness({ ...steady, units, files, network: [accepted] }, bom).reasons).toEqual([
      "The log of w0 is incomplete (gap 3); record it again without losses.",
    ]);
    const unread = { ...steady, units: steady.units.map((one) => ({ ...one, unreadable: 1 })) };
    expect(assessReadiness({ ...unread, files, network: [accepted] }, bom).reasons[0]).toBe(
      "The log of w0 is incomplete (unreadable 1); record it again without losses.",
    );
    const few = evidenceOf([["a"], ["a"]]);
    expect(assessReadiness({ ...few, files, network: [accepted] }, bom).reasons).toEqual([
      "Nothing can be said of the next unit from 2 units; record more of them.",
    ]);
    expect(
      assessReadiness(evidenceOf([]), { ...bom, subject: { name: "a", digest: "b:c" } }).reasons,
    ).toEqual(["No workload was observed; record a run of it."]);
  });

  test.each([
    [["/bin/sh", "-c", "cd /opt; exec server"], []],
    [["/bin/bash", "-o", "pipefail", "-ec", "exec server | cat"], ["server"]],
    [["sh"], ["sh"]],
    [["sh", "-c"], []],
    [["busybox", "-c", "server"], ["busybox"]],
    [["./server"], ["server"]],
    [["folder"], []],
    [["data"], []],
  ])("of %j, %j must be executed", (Cmd, programs) => {
    const config = { Env: ["PATH=/opt/bin:/usr/bin"], WorkingDir: "/opt/bin", Cmd };
    const files = [
      ...["/usr/bin/sh", "/bin/bash", "/bin/sh", "/usr/bin/busybox", "/opt/bin/server"].map(file),
      folder("/usr/bin/folder"),
      { ...file("/opt/bin/data"), mode: 0o644 },
    ];
    // Its folders are not listed, which says nothing of its files.
    const subject = { ...bom, subject: { ...bom.subject, config }, files };
    const all = { ...steady, files: ran(...files.map(({ path }) => path)) };
    const { notExercised, notObservable } = assessReadiness(all, subject);
    expect(notExercised).toEqual([]);
    expect(notObservable).toHaveLength(programs.length === 0 ? 1 : 0);
    expect(assessReadiness(steady, subject).notExercised).toHaveLength(programs.length);
  });

  test("a shell's line does nothing with the arguments of the image", () => {
    const config = { Entrypoint: ["/bin/sh", "-c", "/entry.sh"], Cmd: ["server"] };
    const subject = { ...bom, subject: { ...bom.subject, config } };
    expect(assessReadiness(steady, subject).notExercised).toHaveLength(1);
  });

  test("a port is not exercised by what the workload connects to elsewhere", () => {
    const reached = (kind: NetworkEvidence["kind"], address: string, unitId = "w1") => {
      const units = [...steady.units, unit("c", { role: "client" })];
      const network = [{ kind, address, seen: { [unitId]: 1 } }];
      const { notExercised } = assessReadiness({ ...steady, units, network }, bom);
      return !notExercised.some(({ kind: what }) => what === "port");
    };
    expect(reached("accept", "172.17.0.2:80")).toBe(true);
    expect(reached("connect", "127.0.0.1:80")).toBe(true);
    expect(reached("connect", "[::1]:80")).toBe(true);
    expect(reached("connect", "172.17.0.2:80", "c")).toBe(true);
    expect(reached("connect", "192.0.2.7:80")).toBe(false);
    expect(reached("accept", "/run/app:80")).toBe(false);
    expect(reached("listen", "127.0.0.1:80")).toBe(false);
  });

  test("sources that show no execs and no connections cannot tell", () => {
    const blind = evidenceOf([["a"]], { shows: ["load"] });
    expect(assessReadiness(blind, bom)).toMatchObject({ ready: false, notExercised: [] });
    expect(assessReadiness(blind, bom).notObservable).toHaveLength(5);
  });
});
