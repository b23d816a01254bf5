import { planHardening, remainingBom, verifyHardened } from "@coppice/harden";
import type { Bom, Evidence, HardeningMode, HardeningPlan, ImageConfig } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { type FileSketch, sketchBom, sketchEvidence } from "./subject.ts";

const modes: readonly HardeningMode[] = ["closure", "executed", "files"];
const elf = { bits: 64, machine: 62, type: "shared", needed: [] } as const;
const server: FileSketch = { path: "/usr/sbin/server", of: "server" };

function kept({ files }: HardeningPlan): readonly string[] {
  return files.filter(({ decision }) => decision === "keep").map(({ path }) => path);
}

function failed({ checks }: HardeningPlan): readonly string[] {
  return checks.filter(({ status }) => status === "failed").map(({ check }) => check);
}

function withConfig(files: readonly FileSketch[], config: ImageConfig): Bom {
  const subject = { name: "sketch", digest: "sha256:00", config };
  return sketchBom(["server", "tool"], [server, ...files], { subject });
}

const database = { kind: "package-database", ecosystem: "deb" } as const;

describe.each(modes)("a plan in mode %s", (mode) => {
  const plan = (bom: Bom, evidence: Evidence): HardeningPlan =>
    planHardening(bom, evidence, { mode, keepUnowned: false });

  test.each<readonly [string, ImageConfig]>([
    ["without a blank", { Healthcheck: { Test: ["CMD-SHELL", "/usr/bin/probe"] } }],
    [
      "by its name",
      { Healthcheck: { Test: ["CMD-SHELL", "probe -f http://localhost || exit 1"] } },
    ],
    ["after another", { Healthcheck: { Test: ["CMD-SHELL", "exit 0; A=1 exec probe&&cat x"] } }],
    ["in a shell form", { Entrypoint: ["/bin/sh", "-c", "cd / && probe --now"] }],
    ["relative to the working folder", { WorkingDir: "/usr", Entrypoint: ["./bin/probe"] }],
    ["as an argument in the working folder", { WorkingDir: "/usr/bin", Cmd: ["server", "probe"] }],
  ])("keeps a program that the configuration names %s", (_, config) => {
    const bom = withConfig([{ path: "/usr/bin/probe", of: "tool" }], config);
    const made = plan(bom, sketchEvidence(bom, [server.path]));
    expect(kept(made)).toContain("/usr/bin/probe");
    const without = { ...bom, files: (bom.files ?? []).filter(({ path }) => path === server.path) };
    const checks = verifyHardened({ plan: made, original: bom, hardened: without });
    expect(checks.find(({ check }) => check === "image-configuration")?.status).toBe("failed");
  });

  test("keeps the linker's cache for a library that only the cache leads to", () => {
    const bom = sketchBom(
      ["server", "libx", "libc-bin"],
      [
        { ...server, elf: { ...elf, needed: ["libx.so", "libc.so"] } },
        { path: "/opt/x/libx.so", of: "libx", elf },
        { path: "/usr/lib/libc.so", of: "libx", elf },
        {
          path: "/etc/ld.so.cache",
          attribution: { kind: "derived", rule: "linker-cache", from: [], by: ["libc-bin"] },
        },
      ],
      { libraryPaths: ["/opt/x"] },
    );
    const made = plan(bom, sketchEvidence(bom, [server.path]));
    expect(kept(made)).toContain("/etc/ld.so.cache");
    const files = (bom.files ?? []).filter(({ path }) => path !== "/etc/ld.so.cache");
    const checks = verifyHardened({ plan: made, original: bom, hardened: { ...bom, files } });
    expect(checks.find(({ check }) => check === "elf-needed")?.status).toBe("failed");
  });

  test("keeps a link that leads to what only a running container has", () => {
    const log = "/var/log/server/access.log";
    const bom = sketchBom(
      ["server", "tool"],
      [server, { path: log, of: "tool", target: "/dev/stdout" }],
    );
    const seen = { run: { grade: "opened", offset: 1 } } as const;
    const evidence = {
      ...sketchEvidence(bom, [server.path]),
      unattributed: [{ path: log, seen }],
    };
    const made = plan(bom, evidence);
    expect(kept(made)).toContain(log);
    const files = (bom.files ?? []).filter(({ path }) => path !== log);
    const hardened = { ...bom, files };
    const checks = verifyHardened({ plan: made, original: bom, hardened, evidence });
    expect(checks.find(({ check }) => check === "trace-replay")?.status).toBe("failed");
  });

  test("keeps the folders that a way leads into and out of again", () => {
    const bom = sketchBom(
      ["server", "tool"],
      [
        server,
        { path: "/opt/tool/bin/x", of: "tool" },
        { path: "/opt/tool/lib/y", of: "server" },
        { path: "/opt/link", of: "server", target: "tool/more/../lib/y" },
        { path: "/opt/tool/more/z", of: "tool" },
        { path: "/opt/round", of: "server", target: "round/../x" },
      ],
    );
    const evidence = sketchEvidence(bom, [server.path]);
    const [file] = evidence.files;
    const given = ["/opt/tool/bin/../lib/y", "/opt/link", "/opt/tool/lib/y"];
    const files = file ? [file, { ...file, path: "/opt/tool/lib/y", given }] : [];
    const made = plan(bom, { ...evidence, files });
    expect(failed(made)).toEqual([]);
    expect(kept(made)).toEqual(expect.arrayContaining(["/opt/tool/bin", "/opt/tool/more"]));
  });

  test("can be applied where the workload looked into records of what goes", () => {
    const folder = "/var/lib/dpkg";
    const records = [
      `${folder}/status`,
      `${folder}/status-old`,
      `${folder}/lock`,
      `${folder}/info/tool.list`,
      "/var/lib/apt/lists/index",
    ];
    const bom = sketchBom(
      ["server", "tool", "apt"],
      [server, ...records.map((path) => ({ path, attribution: database }))],
    );
    const made = plan(bom, sketchEvidence(bom, [server.path, ...records]));
    expect(failed(made)).toEqual([]);
    expect(kept(made)).toContain("/var/lib/apt/lists/index");
    expect(kept(made)).not.toContain(`${folder}/info/tool.list`);
    expect(kept(made)).not.toContain(`${folder}/status-old`);
  });

  test("tells records apart by architecture, and by names with dots", () => {
    const record = (name: string): FileSketch => ({
      path: `/var/lib/dpkg/info/${name}`,
      attribution: database,
    });
    const names = ["libx:amd64", "libx:i386", "python3.11", "python3"];
    const sketch = sketchBom(
      ["libx", "python3.11", "python3"],
      [
        { path: "/usr/lib/libx.so", of: "libx" },
        { path: "/usr/bin/python3.11", of: "python3.11" },
        { path: "/usr/bin/python3", of: "python3" },
        ...names.flatMap((name) => [record(`${name}.list`), record(`${name}.postinst`)]),
      ],
    );
    const other = sketch.packages.slice(0, 1).map((found) => ({ ...found, id: "libx:i386" }));
    const foreign = other.map((found) => ({ ...found, architecture: "i386" }));
    const bom = { ...sketch, packages: [...foreign, ...sketch.packages] };
    const made = plan(bom, sketchEvidence(bom, ["/usr/lib/libx.so", "/usr/bin/python3.11"]));
    expect(failed(made)).toEqual([]);
    const left = ["libx:amd64", "python3.11"].flatMap((name) => [
      `${name}.list`,
      `${name}.postinst`,
    ]);
    expect(kept(made).filter((path) => /\.(list|postinst)$/.test(path))).toEqual(
      left.map((name) => `/var/lib/dpkg/info/${name}`),
    );
  });

  test("keeps of a named package all that it has, and what that needs", () => {
    const bom = sketchBom(
      ["server", "tool", "libx"],
      [
        server,
        { path: "/usr/bin/tool", of: "tool", elf: { ...elf, needed: ["libx.so"] } },
        { path: "/usr/lib/libx.so", of: "libx", elf },
      ],
    );
    const evidence = sketchEvidence(bom, [server.path]);
    const made = planHardening(bom, evidence, { mode, keepPackages: ["tool"] });
    expect(kept(made)).toEqual(expect.arrayContaining(["/usr/bin/tool", "/usr/lib/libx.so"]));
  });

  test("counts and names the content of a hard link whose first name goes", () => {
    const bom = sketchBom(
      ["server", "tool"],
      [
        { path: "/usr/bin/first", of: "tool" },
        { ...server, hardLink: "/usr/bin/first" },
        { path: "/usr/sbin/third", of: "server", hardLink: "/usr/bin/first" },
      ],
    );
    const evidence = sketchEvidence(bom, [server.path, "/usr/sbin/third"]);
    const made = plan(bom, evidence);
    expect(made.summary.bytes).toEqual({ before: 100, after: 100 });
    expect(made.packages.find(({ id }) => id === "server")?.bytes.after).toBe(100);
    const rest = remainingBom(bom, made, { name: "x", digest: "sha256:01" });
    const names = (rest.files ?? []).filter(({ type }) => type === "file");
    expect(names.map(({ path, hardLink }) => [path, hardLink])).toEqual([
      ["/usr/sbin/server", undefined],
      ["/usr/sbin/third", "/usr/sbin/server"],
    ]);
  });
});

test("a library that a program's RPATH leads another library to stays, and is asked for", () => {
  const bom = sketchBom(
    ["server", "libx"],
    [
      { ...server, elf: { ...elf, needed: ["liba.so"], rpath: ["$ORIGIN/../x"] } },
      { path: "/usr/x/liba.so", of: "server", elf: { ...elf, needed: ["libb.so"] } },
      { path: "/usr/x/libb.so", of: "libx", elf },
      { path: "/usr/x/broken.so", of: "libx", target: "nowhere" },
    ],
  );
  for (const mode of modes) {
    const made = planHardening(bom, sketchEvidence(bom, [server.path]), { mode });
    expect(kept(made)).toContain("/usr/x/libb.so");
    const files = (bom.files ?? []).filter(({ path }) => path !== "/usr/x/libb.so");
    const checks = verifyHardened({ plan: made, original: bom, hardened: { ...bom, files } });
    expect(checks.find(({ check }) => check === "elf-needed")?.status).toBe("failed");
  }
});
