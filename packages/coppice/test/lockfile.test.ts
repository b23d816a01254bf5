import { gzipSync } from "node:zlib";
import { parseSbom } from "@coppice/sbom";
import { parseDocument } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { run } from "./run.ts";
import { workFolder } from "./work-folder.ts";

const { place, write, read } = workFolder();

const npm = JSON.stringify({
  name: "shop",
  version: "1.0.0",
  lockfileVersion: 3,
  packages: {
    "": {
      name: "shop",
      version: "1.0.0",
      dependencies: { ms: "^2.1.0" },
      devDependencies: { left: "1" },
    },
    "node_modules/ms": {
      version: "2.1.3",
      resolved: "https://registry.npmjs.org/ms/-/ms-2.1.3.tgz",
      integrity: `sha512-${"A".repeat(86)}==`,
      hasInstallScript: true,
    },
    "node_modules/left": {
      version: "1.0.0",
      resolved: "https://registry.npmjs.org/left/-/left-1.0.0.tgz",
      dev: true,
      deprecated: "take right",
    },
  },
});

const lockfile = async (...argv: readonly string[]) =>
  run(["lockfile", await write("package-lock.json", npm), ...argv]);

describe("lockfile", () => {
  test("says what is pinned, and what to look at twice", async () => {
    const { code, stdout, stderr } = await lockfile();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "shop  sha256:3f8ea056a2cc6fd333ffbb78c888470f940fae4bb6faf543c541dc8dcabc4a36
      npm 3: what is installed, exactly

      3 packages: 3 npm
      2 requirements

      Of the 2 packages that it pins
        1 for development only: left 1.0.0
        1 without a digest: left 1.0.0
        1 run code when they are installed: ms 2.1.3
        1 deprecated: left 1.0.0
      "
    `);
  });

  test("makes a bill of materials, the same from a packed file", async () => {
    const bom = parseDocument("bom", JSON.parse((await lockfile("--json")).stdout));
    expect(bom.packages.map(({ id }) => id)).toEqual([
      "pkg:npm/left@1.0.0",
      "pkg:npm/ms@2.1.3",
      "pkg:npm/shop@1.0.0",
    ]);
    expect(bom.subject.name).toBe("shop");
    const packed = await write("package-lock.json.gz", gzipSync(npm));
    expect(await run(["lockfile", packed, "-o", place("bom.json"), "--json"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    const { packages, subject } = parseDocument("bom", JSON.parse(await read("bom.json")));
    expect({ packages, subject }).toEqual({ packages: bom.packages, subject: bom.subject });
  });

  test("leaves out what only development needs where that is asked for", async () => {
    const { stdout } = await lockfile("--production", "--json");
    expect(stdout).not.toContain("pkg:npm/left");
  });

  test("writes the packages as an SBOM of the format that its name or an option tells", async () => {
    const { stdout } = await lockfile("--sbom", place("shop.spdx"), "--sbom-created", time);
    expect(stdout).toContain(`The packages are listed in ${place("shop.spdx")}\n`);
    const spdx = parseSbom(await read("shop.spdx"));
    expect(spdx.format).toEqual({ family: "spdx", version: "2.3", encoding: "tag-value" });
    expect(spdx.created).toBe(time);
    expect(spdx.components.flatMap(({ purls }) => purls)).toContain("pkg:npm/ms@2.1.3");

    await lockfile("--sbom", place("shop.json"));
    expect(parseSbom(await read("shop.json")).format.version).toBe("1.6");
    await lockfile("--sbom", place("shop.json"), "--sbom-format", "cyclonedx-json@1.5");
    expect(parseSbom(await read("shop.json")).format.version).toBe("1.5");
  });

  test("reads standard input where it is told what it is", async () => {
    const piped = await run(["lockfile", "-", "--name", "requirements.txt"], {
      stdin: "-r more.txt\nflask\nrequests==2.32.3\n",
    });
    expect(piped.stdout).toContain("requirements: what is asked for, not all of it pinned\n");
    expect(piped.stdout).toContain("more.txt (requirements, line 1)\n");
    expect((await run(["lockfile", "-"])).code).toBe(2);
  });

  test("refuses with the name of the file what is no lockfile", async () => {
    const unknown = await run(["lockfile", await write("README.md", "# Shop\n")]);
    expect(unknown).toMatchObject({ code: 3, stdout: "" });
    expect(unknown.stderr).toMatch(/^coppice: FORMAT_UNKNOWN: .*\/README\.md is no lockfile/);
    const broken = await run(["lockfile", await write("pnpm-lock.yaml", "a: 1\n"), "--json"]);
    expect(JSON.parse(broken.stderr).error).toMatchObject({
      code: "LOCKFILE_INVALID",
      message: expect.stringMatching(/\/pnpm-lock\.yaml: this is no lockfile of pnpm/),
    });
    expect((await lockfile("--sbom-format", "spdx")).code).toBe(2);
    expect((await lockfile("--sbom", place("no.spdx.rdf"))).stderr).toMatch(
      /^coppice: ENCODING_UNSUPPORTED: /,
    );
  });
});

const time = "2026-01-31T12:00:00Z";
