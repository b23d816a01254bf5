import { readdirSync, readFileSync } from "node:fs";
import { gradeEvidence, judgeUse, kubescape } from "@coppice/trace";
import type { Bom, BomFile, Package } from "@coppice/types";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { corpus } from "../corpus.ts";
import { bytesOf, expectSturdy, readFormat, sayAll } from "../read-format.ts";

const learnt = { "kubescape.io/completion": "complete", "kubescape.io/status": "completed" };
const profile = (spec: unknown, annotations: unknown = learnt, kind = "ContainerProfile") => ({
  apiVersion: "spdx.softwarecomposition.kubescape.io/v1beta1",
  kind,
  metadata: { annotations, labels: { "kubescape.io/workload-container-name": "web" } },
  spec,
});
const yaml = (value: unknown) => stringify(value, { aliasDuplicateObjects: false });
const json = (value: unknown) => JSON.stringify(value, null, 2);

describe("a profile", () => {
  const spec = {
    execs: [{ path: "/usr/sbin/nginx", args: ["/usr/sbin/nginx"] }, { path: "run" }],
    opens: [
      { path: "/etc/a", flags: ["O_RDONLY"] },
      { path: "/var/log/b", flags: ["O_CREAT", "O_WRONLY"] },
      { path: "/etc/c", flags: ["O_PATH"] },
      { path: "/etc/d", flags: null },
      { flags: [] },
    ],
    imageID: "docker.io/library/nginx@sha256:00ff",
    imageTag: "docker.io/library/nginx:1.14.2",
    syscalls: ["read"],
  };
  const uses = [
    "image docker.io/library/nginx:1.14.2 sha256:00ff",
    "exec /usr/sbin/nginx",
    "exec ?no-directory run",
    "open /etc/a",
    "write /var/log/b",
    "stat /etc/c",
    "open /etc/d",
  ];

  test("shows what was executed and opened, as JSON and YAML", async () => {
    for (const log of [json(profile(spec)), yaml(profile(spec)), `\ufeff${json(profile(spec))}`]) {
      expect(kubescape.recognises(bytesOf(log))).toBe(true);
      expect(await sayAll(kubescape, log)).toEqual(uses);
    }
  });

  test("says where each path stands", async () => {
    const named = { execs: [{ path: "/é" }], opens: [{ path: "/x" }] };
    for (const [log, key] of [
      [json(profile(named)), '"path": "'],
      [`# é🦊\n${yaml(profile(named))}`, "path: "],
    ] as const) {
      const { events } = await readFormat(kubescape, log);
      const bytes = Buffer.from(log);
      expect(events.map(({ offset }) => offset)).toEqual([
        bytes.indexOf(`${key}/é`),
        bytes.indexOf(`${key}/x`),
      ]);
    }
  });

  test("joins paths, which are patterns then", async () => {
    const opens = [
      "/proc/⋯/stat",
      "/var/*",
      "/a/*/⋯",
      "/x/<dynamic>",
      "/a*b",
      "/data/*.log",
      "/\ufffd",
    ];
    const log = json(
      profile({ execs: [{ path: "/bin/*" }], opens: opens.map((path) => ({ path })) }),
    );
    expect(await sayAll(kubescape, log)).toEqual([
      "exec /bin/*",
      "open ?pattern /proc/*/stat",
      "open ?pattern /var/**",
      "open ?pattern /a/**/*",
      "open ?pattern /x/*",
      "open /a*b",
      "open /data/*.log",
      "open ?pattern /*",
    ]);
  });

  test("has paths that were cut, as programs' names are that stand for them", async () => {
    const cut = `/${"x".repeat(126)}`;
    const longer = `/${"y".repeat(253)}`;
    const execs = [cut, `${cut}z${"z".repeat(3)}`, "a-long-program-", "short", "./a-long-progra"];
    const opens = [longer, cut];
    const log = json(
      profile({ execs: execs.map((path) => ({ path })), opens: opens.map((path) => ({ path })) }),
    );
    expect(await sayAll(kubescape, log)).toEqual([
      `exec ?truncated ${cut}`,
      `exec ${cut}zzzz`,
      "exec ?truncated a-long-program-",
      "exec ?no-directory short",
      "exec ?no-directory ./a-long-progra",
      `open ?truncated ${longer}`,
      `open ${cut}`,
    ]);
  });

  test("of several containers has one of each, of which one may be asked for", async () => {
    const log = json(
      profile(
        {
          containers: [{ name: "web", execs: [{ path: "/web" }], imageID: "sha256:0a" }],
          initContainers: [{ name: "setup", execs: [{ path: "/setup" }] }],
          ephemeralContainers: [{ name: "debug", opens: [{ path: "/debug" }] }],
        },
        learnt,
        "ApplicationProfile",
      ),
    );
    expect(await sayAll(kubescape, log)).toEqual([
      "image undefined sha256:0a",
      "exec /web",
      "exec /setup",
      "open /debug",
    ]);
    expect(await sayAll(kubescape, log, { container: "setup" })).toEqual(["exec /setup"]);
    const { events } = await readFormat(kubescape, log);
    expect(events[2]).toMatchObject({ process: { pid: 0, container: "setup" } });
  });

  test("says what it lacks", async () => {
    const losses = async (completion: string | undefined, status: string | undefined) =>
      sayAll(
        kubescape,
        json(
          profile(
            { execs: [{ path: "/a" }] },
            { "kubescape.io/completion": completion, "kubescape.io/status": status },
          ),
        ),
      );
    expect(await losses("complete", "completed")).toEqual(["exec /a"]);
    expect(await losses("partial", "completed")).toEqual(["lost late-start", "exec /a"]);
    expect(await losses("complete", "ready")).toEqual(["lost cut", "exec /a"]);
    expect(await losses("complete", undefined)).toEqual(["lost cut", "exec /a"]);
    expect(await losses("partial", "too-large")).toEqual([
      "lost late-start",
      "lost dropped",
      "exec /a",
    ]);
    const report = { ...learnt, "kubescape.io/report-series-id": "6e3c189c" };
    expect(await sayAll(kubescape, json(profile({ execs: [{ path: "/a" }] }, report)))).toEqual([
      "lost gap",
      "exec /a",
    ]);
    expect(await sayAll(kubescape, json(profile({})))).toEqual(["lost filtered"]);
    expect(await sayAll(kubescape, json(profile({})), { container: "web" })).toEqual([
      "lost filtered",
    ]);
    expect(await sayAll(kubescape, json(profile({})), { container: "other" })).toEqual([]);
  });

  test("that was written by hand shows nothing", async () => {
    const spec = { execs: [{ path: "/a" }] };
    const byUser = { ...learnt, "kubescape.io/managed-by": "User" };
    for (const annotations of [{}, null, byUser]) {
      const { events, problems } = await readFormat(kubescape, json(profile(spec, annotations)));
      expect([events, problems.length]).toEqual([[], 1]);
      expect(problems[0]?.message).toMatch(/get the one that Kubescape learnt/);
      const other = json(profile(spec, annotations));
      expect((await readFormat(kubescape, other, { container: "other" })).problems).toEqual([]);
    }
    await expect(
      readFormat(kubescape, json(profile(spec, {})), { onProblem: undefined } as never),
    ).rejects.toMatchObject({ code: "LOG_LINE" });
  });
});

test("a profile that was written by hand leaves what was used open", async () => {
  const packages = ["a", "b"].map(
    (id): Package => ({ id, name: id, ecosystem: "deb", presence: "installed", foundBy: "dpkg" }),
  );
  const files = ["a", "b"].map(
    (id): BomFile => ({
      path: `/${id}`,
      type: "file",
      mode: 0o755,
      uid: 0,
      gid: 0,
      size: 9,
      attribution: { kind: "owned", by: [id] },
    }),
  );
  const bom: Bom = {
    kind: "bom",
    schemaVersion: "1.0",
    subject: { name: "app", digest: "sha256:00" },
    tool: { name: "test", version: "1" },
    packages,
    files,
    dependencies: [],
    problems: [],
  };
  const use = { execs: [{ path: "/a" }], opens: [{ path: "/a" }] };
  const verdicts = async (items: readonly unknown[]) => {
    const { events, problems } = await readFormat(kubescape, json({ kind: "List", items }));
    const evidence = await gradeEvidence([events], bom, { unit: "u", source: kubescape, problems });
    return judgeUse(evidence, bom).map(({ verdict }) => verdict);
  };
  const byUser = profile(use, { ...learnt, "kubescape.io/managed-by": "User" });
  expect(await verdicts([profile(use)])).toEqual(["used", "unused"]);
  expect(await verdicts([profile(use), byUser])).toEqual(["used", "incomplete"]);
  expect(await verdicts([byUser])).toEqual(["incomplete", "incomplete"]);
});

test("an activity, of old versions, has no files", async () => {
  const log = json(profile({ syscalls: ["read"] }, learnt, "ApplicationActivity"));
  expect(kubescape.recognises(bytesOf(log))).toBe(true);
  const { events, problems } = await readFormat(kubescape, log);
  expect(events).toEqual([]);
  expect(problems[0]?.message).toMatch(/has no files; get the/);
});

describe("documents", () => {
  const one = profile({ execs: [{ path: "/a" }] });
  const { apiVersion: _, kind: __, ...bare } = one;

  test("list profiles", async () => {
    const other = {
      kind: "SBOMSyft",
      apiVersion: one.apiVersion,
      spec: { execs: [{ path: "/no" }] },
    };
    for (const list of [
      { apiVersion: "v1", kind: "List", items: [one, other, one] },
      { apiVersion: one.apiVersion, kind: "ContainerProfileList", items: [bare, bare] },
      [one, one],
    ]) {
      for (const log of Array.isArray(list) ? [json(list)] : [json(list), yaml(list)]) {
        expect(kubescape.recognises(bytesOf(log))).toBe(true);
        expect(await sayAll(kubescape, log)).toEqual(["exec /a", "exec /a"]);
      }
    }
    const stream = `${yaml(one)}---\n${yaml(one)}`;
    expect(await sayAll(kubescape, stream)).toEqual(["exec /a", "exec /a"]);
  });

  test("of the storage's own files name members as Go does", async () => {
    const log = json({
      annotations: { "kubescape.io/status": "completed" },
      Spec: { Execs: [{ Path: "/a" }], Opens: null, ImageID: "sha256:0a" },
    });
    expect(kubescape.recognises(bytesOf(log))).toBe(true);
    expect(await sayAll(kubescape, log)).toEqual(["image undefined sha256:0a", "exec /a"]);
  });

  test("that are none are refused", async () => {
    const depths = ["[", "- ", "{a: ", "a:\n "].map((open) => open.repeat(20_000));
    const bad = [
      "",
      "null",
      "{",
      "[]",
      "a: [",
      "a: b: c",
      "&a [*a]",
      "kind: x",
      "--- \n...",
      ...depths,
    ];
    for (const log of bad) {
      await expect(readFormat(kubescape, log)).rejects.toMatchObject({ code: "LOG_FORMAT" });
    }
  });

  test("of YAML are not read when they are too large for its library", async () => {
    const log = new Uint8Array((1 << 23) + 1).fill(0x20);
    await expect(readFormat(kubescape, log)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  test("repeat nothing by aliases", async () => {
    const log = yaml(one).replace(
      "spec:\n  execs:",
      "spec:\n  opens: &a\n    - path: /b\n  execs: *a\n  x:",
    );
    expect(await sayAll(kubescape, log)).toEqual(["open /b"]);
  });

  test("of other kinds are not recognised", () => {
    for (const kind of [
      "SBOMSyft",
      "SeccompProfile",
      "ContainerProfiles",
      "VulnerabilityManifest",
    ]) {
      const other = profile({ execs: [] }, learnt, kind);
      expect(kubescape.recognises(bytesOf(json(other)))).toBe(false);
      expect(kubescape.recognises(bytesOf(yaml(other)))).toBe(false);
    }
    expect(kubescape.recognises(bytesOf("hello"))).toBe(false);
    expect(kubescape.recognises(bytesOf(`# x\n${yaml(one)}`))).toBe(true);
  });
});

test.skipIf(corpus === undefined)("profiles of real clusters are read whole", async () => {
  const folder = `${corpus}/trace/kubescape`;
  const recognised: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const log = readFileSync(`${folder}/${name}`);
    if (!kubescape.recognises(log.subarray(0, 65_536))) continue;
    recognised.push(name);
    if (!/^(?:p\d|nginx-ap)\.json$/.test(name)) continue;
    const { events, problems } = await readFormat(kubescape, log);
    const value = JSON.parse(log.toString("utf8"));
    const { Execs, execs = Execs, Opens, opens = Opens } = value.Spec ?? value.spec;
    expect(problems).toEqual([]);
    expect(events.filter((event) => event.kind === "exec")).toHaveLength(execs?.length ?? 0);
    expect(events.filter((event) => "path" in event && event.kind !== "exec")).toHaveLength(
      opens?.length ?? 0,
    );
    expect(events.some((event) => event.kind === "image")).toBe(true);
  }
  expect(recognised).toEqual([
    "containerprofile-user-defined-network.yaml",
    "multisubtype-cp.yaml",
    "nginx-ap.json",
    "nginx_applicationactivities.json",
    "p1.json",
    "p2.json",
    "p3.json",
    "p4.json",
    "p5.json",
    "p6.json",
    "percontainer-cp-app.yaml",
  ]);
});

test("any cut, chunk and damage is borne, and JSON says the same as YAML", async () => {
  const path = fc.constantFrom("/a", "/proc/⋯/x", "/*", "b", "/é ", "", "__proto__", "'\"");
  const entry = fc.record({ path, flags: fc.constantFrom([], null, ["O_RDWR"]) });
  const spec = fc.record({ execs: fc.array(entry), opens: fc.option(fc.array(entry)), name: path });
  const value = fc.oneof(
    spec.map((only) => profile(only)),
    fc.array(spec).map((containers) => profile({ containers }, {})),
    fc.array(spec).map((specs) => ({ kind: "List", items: specs.map((only) => profile(only)) })),
  );
  await fc.assert(
    fc.asyncProperty(value, async (document) => {
      const outcome = async (log: string) => sayAll(kubescape, log).catch(({ code }) => code);
      expect(await outcome(yaml(document))).toEqual(await outcome(json(document)));
    }),
    { numRuns: 50 },
  );
  await expectSturdy(
    kubescape,
    fc.oneof(
      value.map(json),
      value.map((of) => stringify(of)),
    ),
  );
});
