import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openImage } from "@coppice/image/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runExample } from "./run-example.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "coppice-example-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => runExample("harden-image.mjs", folder, ...args);

/** A root folder with dpkg's records of a server that runs and a tool that does not. */
function makeRoot(): string {
  const root = join(folder, "root");
  const write = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  };
  write("usr/bin/server", "#!/bin/sh\n", 0o755);
  write("usr/bin/sh", "not an ELF object", 0o755);
  write("usr/bin/tool", "not an ELF object", 0o755);
  write("etc/os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
  symlinkSync("usr/bin", join(root, "bin"));
  const files = { server: ["/usr/bin/server"], sh: ["/bin/sh"], tool: ["/usr/bin/tool"] };
  let status = "";
  for (const [name, paths] of Object.entries(files)) {
    status += `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n`;
    write(`var/lib/dpkg/info/${name}.list`, ["/.", ...paths, ""].join("\n"));
  }
  write("var/lib/dpkg/status", status);
  return root;
}

test("makes plan, image and SBOM from an image and a log", async () => {
  const root = makeRoot();
  const log = join(folder, "strace.log");
  writeFileSync(
    log,
    '1 execve("/usr/bin/server", ["server"], 0x1 /* 0 vars */) = 0\n1 +++ exited with 0 +++\n',
  );

  const { stdout, stderr, status } = run(root, log, "out", "executed");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^packages: 3 before, 2 after\nbytes: \d+ before, \d+ after\nimage: sha256:/,
  );
  expect(readdirSync(join(folder, "out")).sort()).toEqual(["image", "plan.json", "sbom.cdx.json"]);

  const { components } = JSON.parse(readFileSync(join(folder, "out/sbom.cdx.json"), "utf8"));
  expect(components.map(({ name }: { name: string }) => name)).toEqual(["debian", "server", "sh"]);
  expect(components[1].evidence.occurrences).toMatchObject([{ location: "/usr/bin/server" }]);
  const image = await openImage(join(folder, "out/image"));
  expect(image.tree.stat("/usr/bin/tool")).toBe(undefined);
  expect(image.tree.resolve("/bin/sh").path).toBe("/usr/bin/sh");
  await image.close();
});

test("says why and writes no image when the log is no log", () => {
  const log = join(folder, "strace.log");
  writeFileSync(log, Buffer.from([0, 1, 2, 3, 250]));
  const { stderr, status } = run(makeRoot(), log, "out");
  expect(stderr).toMatch(/^LOG_FORMAT: /);
  expect(status).toBe(1);
  expect(readdirSync(folder)).not.toContain("out");
});
