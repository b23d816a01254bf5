import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planHardening, verifyHardened } from "@coppice/harden";
import { applyPlan } from "@coppice/harden/node";
import { type OpenedImage, openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import {
  type Bom,
  type HardeningMode,
  type HardeningPlan,
  isCoppiceError,
  readBytes,
} from "@coppice/types";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sketchEvidence } from "./subject.ts";

let folder = "";
let image: OpenedImage;
let bom: Bom;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "coppice-apply-"));
  makeRoot(join(folder, "root"));
  image = await openImage(join(folder, "root"));
  bom = await inventory(image.tree, { subject: image.subject });
});

afterEach(async () => {
  await image.close();
  rmSync(folder, { recursive: true });
});

/** dpkg's records of a server, the shell that runs it, and a tool with an alternative that nobody uses. */
function makeRoot(root: string): void {
  const write = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  };
  write("usr/bin/server", "#!/bin/sh\n", 0o755);
  write("usr/bin/server-admin", "#!/usr/bin/tool\n", 0o755);
  write("usr/bin/sh", "a shell", 0o755);
  write("usr/bin/tool", "a tool", 0o755);
  symlinkSync("usr/bin", join(root, "bin"));
  mkdirSync(join(root, "etc/alternatives"), { recursive: true });
  symlinkSync("/usr/bin/tool", join(root, "etc/alternatives/editor"));
  symlinkSync("/etc/alternatives/editor", join(root, "usr/bin/editor"));
  const database = "var/lib/dpkg";
  write(`${database}/alternatives/editor`, "auto\n/usr/bin/editor\n\n/usr/bin/tool\n10\n\n");
  const files = {
    server: ["/usr/bin/server", "/usr/bin/server-admin"],
    sh: ["/bin/sh"],
    tool: ["/usr/bin/tool"],
  };
  let status = "";
  for (const [name, paths] of Object.entries(files)) {
    const depends = name === "server" ? "Depends: tool\n" : "";
    status += `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n${depends}\n`;
    write(`${database}/info/${name}.list`, ["/.", ...paths, ""].join("\n"));
  }
  write(`${database}/status`, status);
  write(`${database}/status-old`, status);
}

function plan(mode: HardeningMode): HardeningPlan {
  return planHardening(bom, sketchEvidence(bom, ["/usr/bin/server", "/usr/bin/sh"]), { mode });
}

async function codeOf(run: Promise<unknown>): Promise<string | undefined> {
  try {
    await run;
  } catch (error) {
    return isCoppiceError(error) ? error.code : String(error);
  }
  return undefined;
}

async function textOf({ tree }: OpenedImage, path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(tree, path));
}

describe("applyPlan", () => {
  test.each(["closure", "executed", "files"] as const)(
    "writes in mode %s an image that holds what its plan and its database say",
    async (mode) => {
      const made = plan(mode);
      const out = join(folder, "out");
      const applied = await applyPlan({ image, bom, plan: made, out });
      const written = await openImage(out);
      const { subject, tree } = written;
      expect(subject.digest).toBe(applied.digest);
      const hardened = await inventory(tree, { subject });
      const checks = verifyHardened({ plan: made, original: bom, hardened });
      expect(checks.filter(({ status }) => status === "failed")).toEqual([]);
      expect(hardened.packages).toEqual(applied.bom.packages);
      expect(hardened.files?.map(({ path, size, digest }) => [path, size, digest])).toEqual(
        applied.bom.files?.map(({ path, size, digest }) => [path, size, digest]),
      );
      await written.close();
    },
  );

  test("leaves of a package that stays what can work, and on record just that", async () => {
    const out = join(folder, "out");
    await applyPlan({ image, bom, plan: plan("executed"), out });
    const written = await openImage(out);
    expect(written.tree.stat("/usr/bin/server-admin")).toBe(undefined);
    expect(written.tree.stat("/usr/bin/editor")).toBe(undefined);
    expect(await textOf(written, "/var/lib/dpkg/info/server.list")).toBe("/.\n/usr/bin/server\n");
    expect(await textOf(written, "/var/lib/dpkg/status")).not.toContain("Package: tool");
    expect(written.tree.stat("/var/lib/dpkg/info/tool.list")).toBe(undefined);
    expect(written.tree.stat("/var/lib/dpkg/alternatives/editor")).toBe(undefined);
    expect(written.tree.stat("/var/lib/dpkg/status-old")).toBe(undefined);
    await written.close();
  });

  test("gives the same digest for the same input", async () => {
    const [a, b] = [join(folder, "a"), join(folder, "b")];
    const first = await applyPlan({ image, bom, plan: plan("executed"), out: a });
    const second = await applyPlan({ image, bom, plan: plan("executed"), out: b });
    expect(second.digest).toBe(first.digest);
  });

  test.each([
    [
      "SUBJECT_MISMATCH",
      (made: HardeningPlan) => ({ ...made, subject: { name: "x", digest: "sha256:ff" } }),
    ],
    [
      "PLAN_CHECKS_FAILED",
      (made: HardeningPlan) => ({
        ...made,
        checks: made.checks.map((check) => ({ ...check, status: "failed" as const })),
      }),
    ],
    ["PLAN_INCOMPLETE", (made: HardeningPlan) => ({ ...made, files: made.files.slice(1) })],
    [
      "PLAN_INCOMPLETE",
      (made: HardeningPlan) => ({
        ...made,
        files: [...made.files, { path: "/../outside", decision: "keep" as const, reasons: [] }],
      }),
    ],
  ])("refuses with %s and writes nothing", async (code, change) => {
    const out = join(folder, "out");
    const changed = change(plan("executed"));
    expect(await codeOf(applyPlan({ image, bom, plan: changed, out }))).toBe(code);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder)).toEqual(["root"]);
  });

  test("refuses a Bom of another image", async () => {
    const other = { ...bom, subject: { ...bom.subject, digest: "sha256:ff" } };
    const out = join(folder, "out");
    expect(await codeOf(applyPlan({ image, bom: other, plan: plan("closure"), out }))).toBe(
      "SUBJECT_MISMATCH",
    );
  });
});
