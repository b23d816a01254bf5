import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { renderTarHeader } from "@coppice/image";
import { type FileEntry, parseDocument } from "@coppice/types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { log, makeImage, makeRoot } from "./root.ts";
import { run } from "./run.ts";

let folder = "";
const place = (name: string): string => join(folder, name);
const jsonOf = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(place(name), "utf8"));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "coppice-main-"));
  await makeRoot(place("root"));
  await makeImage(place("root"), place("image"));
  await writeFile(place("log.gz"), gzipSync(log));
  await run(["inventory", place("image"), "-o", place("bom.json")]);
  const bom = ["--bom", place("bom.json")];
  await run(["trace", place("log.gz"), ...bom, "--client", "probe", "-o", place("evidence.json")]);
  const evidence = ["--evidence", place("evidence.json")];
  await run(["plan", ...bom, ...evidence, "--mode", "executed", "-o", place("plan.json")]);
  const plan = ["--plan", place("plan.json"), ...bom];
  await run([
    "apply",
    place("image"),
    ...plan,
    "-o",
    place("out"),
    "--sbom",
    place("out.cdx.json"),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

const bomOption = (): string[] => ["--bom", place("bom.json")];
const evidenceOption = (): string[] => ["--evidence", place("evidence.json")];
const planOptions = (): string[] => ["--plan", place("plan.json"), ...bomOption()];

describe("inventory", () => {
  test("writes the document, and says the main figures when no JSON is asked for", async () => {
    const bom = parseDocument("bom", await jsonOf("bom.json"));
    expect(bom.packages.map(({ name }) => name)).toEqual(["manual", "probe", "shell", "shop"]);
    const { code, stdout, stderr } = await run(["inventory", place("root")]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Debian GNU/Linux 12 (bookworm)");
    expect(stdout).toContain("4 packages: 4 deb");
  });

  test("packs a document whose file is named *.gz, and is silent with --json", async () => {
    const outcome = await run(["inventory", place("image"), "-o", place("bom.json.gz"), "--json"]);
    expect(outcome).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(gunzipSync(await readFile(place("bom.json.gz"))).toString()).toBe(
      await readFile(place("bom.json"), "utf8"),
    );
  });

  test("says on a terminal what it does, and nowhere else", async () => {
    const { stderr, stdout } = await run(["inventory", place("image"), "--json"], {
      terminal: true,
    });
    expect(stderr).toContain("Taking the inventory");
    expect(stderr.endsWith("\r\u001b[2K")).toBe(true);
    expect(JSON.parse(stdout)).toEqual(await jsonOf("bom.json"));
  });
});

describe("trace", () => {
  test("says what was used, the client's use apart", async () => {
    const { code, stdout } = await run([
      "trace",
      place("log.gz"),
      ...bomOption(),
      "--client",
      "probe",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("2 of 4 packages used by the workload, 1 by clients only");
  });

  test("makes the same evidence of a log that is packed, plain or on standard input", async () => {
    await writeFile(place("log"), log);
    const options = [...bomOption(), "--client", "probe", "--json"];
    const plain = await run(["trace", place("log"), ...options]);
    const piped = await run(["trace", "-", ...options], { stdin: log });
    expect(JSON.parse(plain.stdout)).toEqual(await jsonOf("evidence.json"));
    expect(piped).toEqual(plain);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith("coppice-log"))).toEqual([]);
  });

  test("merges logs, and counts one that comes twice once", async () => {
    await writeFile(place("log2"), log.replaceAll("20", "30"));
    const { stdout } = await run([
      "trace",
      place("log"),
      place("log2"),
      place("log.gz"),
      ...bomOption(),
      "--json",
    ]);
    expect(parseDocument("evidence", JSON.parse(stdout)).units).toHaveLength(2);
  });

  test("names a run as it is told, and only one", async () => {
    const one = await run(["trace", place("log"), ...bomOption(), "--unit", "monday", "--json"]);
    expect(parseDocument("evidence", JSON.parse(one.stdout)).units.map(({ id }) => id)).toEqual([
      "monday",
    ]);
    const two = await run(["trace", place("log"), place("log2"), ...bomOption(), "--unit", "x"]);
    expect(two.code).toBe(2);
    expect(two.stderr).toContain("--unit names one run");
  });
});

describe("plan", () => {
  test("says what goes, what stays and why", async () => {
    const { code, stdout } = await run(["plan", ...bomOption(), ...evidenceOption()]);
    expect(code).toBe(0);
    expect(stdout).toContain("Mode closure: 2 packages used by the workload, 1 by clients only");
    expect(stdout).toMatch(/What goes, largest first\n.*\n {2}manual/);
  });

  test("keeps what it is told to keep", async () => {
    const { stdout } = await run([
      "plan",
      ...bomOption(),
      ...evidenceOption(),
      ..."--mode files --keep-package probe --keep /usr/share/manual --json".split(" "),
    ]);
    const { policy, files } = parseDocument("plan", JSON.parse(stdout));
    expect(policy).toMatchObject({
      mode: "files",
      keepPackages: ["probe"],
      keepPaths: ["/usr/share/manual"],
    });
    expect(files.find(({ path }) => path === "/usr/share/manual/shop.txt")?.decision).toBe("keep");
  });

  test("ends with 1 when one of its checks failed", async () => {
    const bom = parseDocument("bom", await jsonOf("bom.json"));
    const files = bom.files?.filter(({ path }) => path !== "/usr/share/shop");
    await writeFile(place("folderless.json"), JSON.stringify({ ...bom, files }));
    const folderless = ["--bom", place("folderless.json")];
    const { code, stdout } = await run(["plan", ...folderless, ...evidenceOption()]);
    expect(stdout).toContain("FAILED");
    expect(code).toBe(1);
  });
});

describe("apply and verify", () => {
  test("leave an image that is what its plan says", async () => {
    const { code, stdout } = await run([
      "verify",
      place("out"),
      ...planOptions(),
      ...evidenceOption(),
    ]);
    expect(stdout).toMatch(/^The image is what its plan says\.\n/);
    expect(code).toBe(0);
  });

  test("write the same image again", async () => {
    const options = [...planOptions(), "--json", "-o"];
    const { stdout } = await run(["apply", place("image"), ...options, place("again")]);
    const { digest, output } = JSON.parse(stdout);
    expect(output).toBe(place("again"));
    expect(await readFile(place("out/index.json"), "utf8")).toContain(digest);
  });

  test("list in the SBOM just the packages that stay", async () => {
    const sbom = await readFile(place("out.cdx.json"), "utf8");
    const { components } = JSON.parse(sbom);
    expect(components.map(({ name }: { name: string }) => name)).toEqual([
      "debian",
      "shell",
      "shop",
    ]);
    const { stdout } = await run(["inventory", place("out"), "--json"]);
    expect(JSON.parse(stdout).packages.map(({ name }: { name: string }) => name)).toEqual([
      "shell",
      "shop",
    ]);
  });

  test("report in words what was written", async () => {
    const { stdout } = await run(["apply", place("image"), ...planOptions(), "-o", place("third")]);
    expect(stdout).toContain("2 packages of 4 stay");
  });

  test("end with 1 where the image is another", async () => {
    const { code, stdout } = await run(["verify", place("image"), ...planOptions(), "--json"]);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ check: "packages", status: "failed" }),
    );
    expect(code).toBe(1);
  });

  test("refuse to write over something, and leave it as it was", async () => {
    const before = await readdir(place("out"), { recursive: true });
    const { code, stderr } = await run([
      "apply",
      place("image"),
      ...planOptions(),
      "-o",
      place("out"),
    ]);
    expect(stderr).toMatch(/^coppice: OUTPUT_EXISTS: /);
    expect(code).toBe(3);
    expect(await readdir(place("out"), { recursive: true })).toEqual(before);
  });
});

describe("input that is refused", () => {
  test("is a plan for another image", async () => {
    const { code, stderr } = await run([
      "apply",
      place("root"),
      ...planOptions(),
      "-o",
      place("no"),
    ]);
    expect(stderr).toMatch(/^coppice: SUBJECT_MISMATCH: /);
    expect(code).toBe(3);
    expect(await readdir(folder)).not.toContain("no");
  });

  test("is a log of rubbish", async () => {
    await writeFile(
      place("rubbish"),
      Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 251),
    );
    const { code, stderr } = await run(["trace", place("rubbish"), ...bomOption()]);
    expect(stderr).toMatch(/^coppice: LOG_FORMAT: /);
    expect(code).toBe(3);
  });

  test("is an image whose layer ends early", async () => {
    const image = place("truncated");
    await cp(place("image"), image, { recursive: true });
    const blobs = join(image, "blobs/sha256");
    const sizes = await Promise.all(
      (await readdir(blobs)).map(async (name) => ({
        name,
        bytes: await readFile(join(blobs, name)),
      })),
    );
    const [layer] = sizes.sort((a, b) => b.bytes.length - a.bytes.length);
    if (layer === undefined) throw new Error("the image has no blob");
    await writeFile(join(blobs, layer.name), layer.bytes.subarray(0, layer.bytes.length - 20));
    const { code, stderr } = await run(["inventory", image, "-o", place("no.json")]);
    expect(stderr).toMatch(/^coppice: LAYER_TRUNCATED: .*;/);
    expect(code).toBe(3);
    expect(await readdir(folder)).not.toContain("no.json");
  });

  test("is an archive with a member that climbs out of the root", async () => {
    const members = [
      renderTarHeader({ ...file, path: "/etc" }),
      renderTarHeader({ ...file, path: "/..climbs" }),
      new Uint8Array(1024),
    ].map((block) => Buffer.from(block));
    const [, climbing] = members;
    climbing?.write("../climb\0", 0, "latin1");
    if (climbing) writeChecksum(climbing);
    await writeFile(place("climbing.tar"), Buffer.concat(members));
    const { code, stderr } = await run([
      "inventory",
      place("climbing.tar"),
      "-o",
      place("no.json"),
    ]);
    expect(stderr).toMatch(/^coppice: TAR_PATH_ESCAPES: .*;/);
    expect(code).toBe(3);
    expect(await readdir(folder)).not.toContain("no.json");
  });

  test("is no file that a link leads to in a circle; the rest of the image is read", async () => {
    const root = place("circle");
    await makeRoot(root);
    await rm(join(root, "var/lib/dpkg/status"));
    await symlink("status", join(root, "var/lib/dpkg/status"));
    const { code, stdout } = await run(["inventory", root, "--json"]);
    expect(code).toBe(0);
    const { files, problems } = parseDocument("bom", JSON.parse(stdout));
    expect(files?.some(({ path }) => path === "/usr/bin/shop")).toBe(true);
    expect(problems).toMatchObject([
      {
        code: "FILE_UNREADABLE",
        path: "/var/lib/dpkg/status",
        message: expect.stringMatching(/;/),
      },
    ]);
  });

  test("is a file that is not there, or another document", async () => {
    const absent = await run(["inventory", place("absent"), "--json"]);
    expect(JSON.parse(absent.stderr)).toMatchObject({ error: { code: expect.any(String) } });
    expect(absent.code).toBe(3);
    const other = await run(["trace", place("log"), "--bom", place("plan.json")]);
    expect(other.stderr).toMatch(/^coppice: DOCUMENT_KIND: /);
    expect(other.code).toBe(3);
  });
});

describe("interrupted", () => {
  test.each([
    ["inventory", () => [place("image"), "-o", place("none")]],
    ["trace", () => [place("log"), ...bomOption(), "-o", place("none")]],
    ["plan", () => [...bomOption(), ...evidenceOption(), "-o", place("none")]],
    ["apply", () => [place("image"), ...planOptions(), "-o", place("none")]],
  ])("%s leaves nothing behind and ends with 130", async (command, argv) => {
    const before = await readdir(folder);
    const outcome = await run([command, ...argv()], { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ code: 130, stdout: "", stderr: "" });
    expect(await readdir(folder)).toEqual(before);
  });
});

describe("usage", () => {
  test.each(["inventory", "trace", "plan", "apply", "verify"])(
    "%s shows examples and exit codes",
    async (command) => {
      const { code, stdout } = await run([command, "--help"]);
      expect(stdout).toMatch(/Examples:\n( {2}\$ coppice .*\n){2,3}/);
      expect(stdout).toContain("Exit codes:");
      expect(code).toBe(0);
    },
  );

  test("a fault in it ends with 2", async () => {
    for (const argv of [
      [],
      ["prune"],
      ["inventory"],
      ["inventory", "a", "--no-such-option"],
      ["plan", ...bomOption(), ...evidenceOption(), "--mode", "everything"],
      ["plan", ...bomOption(), ...evidenceOption(), "--keep", "relative"],
    ]) {
      const { code, stderr } = await run(argv);
      expect({ argv, code }).toEqual({ argv, code: 2 });
      if (argv.length > 0) expect(stderr).toMatch(/^coppice: USAGE: /);
    }
  });
});

const file: Omit<FileEntry, "path"> = { type: "file", mode: 0o644, uid: 0, gid: 0, size: 0 };

/** The sum of a tar header's bytes, its own field counted as spaces. POSIX.1-2017, pax, "ustar Interchange Format". */
function writeChecksum(header: Buffer): void {
  header.fill(" ", 148, 156);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}
