import { existsSync } from "node:fs";
import {
  chmod,
  link,
  symlink as makeLink,
  mkdir,
  rename,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { decodeName, encodeName } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import type { Problem } from "@coppice/types";
import { describe, expect, test } from "vitest";
import { collectText } from "./support/bytes.ts";
import { sha256, temporaryFolder } from "./support/layout.ts";
import { hasTool, run } from "./support/tool.ts";

async function makeRoot(): Promise<string> {
  const root = join(await temporaryFolder(), "root");
  await mkdir(join(root, "etc/deep/er"), { recursive: true });
  await writeFile(join(root, "etc/motd"), "hello");
  await chmod(join(root, "etc/motd"), 0o4751);
  await utimes(join(root, "etc/motd"), 1, 1_234_567_890.9);
  await link(join(root, "etc/motd"), join(root, "etc/deep/motd"));
  await makeLink("/etc/motd", join(root, "absolute"));
  await makeLink("../../../../../../../../etc/motd", join(root, "etc/up"));
  return root;
}

test("a folder is a tree of what is in it, with digests and hard links", async () => {
  const root = await makeRoot();
  const { subject, tree, layers } = await openImage(root);
  expect(subject).toEqual({ name: "root", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
  expect(layers).toEqual([]);
  expect([...tree.entries()].map(({ path }) => path)).toEqual([
    "/",
    "/absolute",
    "/etc",
    "/etc/deep",
    "/etc/deep/er",
    "/etc/deep/motd",
    "/etc/motd",
    "/etc/up",
  ]);
  expect(tree.stat("/etc/motd")).toMatchObject({
    type: "file",
    mode: 0o4751,
    size: 5,
    mtime: 1_234_567_890,
    digest: sha256("hello"),
    hardLink: "/etc/deep/motd",
  });
  expect(tree.stat("/etc/deep/motd")).not.toHaveProperty("hardLink");
  expect(tree.stat("/absolute")).toMatchObject({ type: "symlink", target: "/etc/motd", size: 0 });
});

test("links lead to files of the folder and never out of it", async () => {
  const { tree } = await openImage(await makeRoot());
  expect(await collectText(tree.read("/absolute"))).toBe("hello");
  expect(await collectText(tree.read("/etc/up", { start: 1, end: 3 }))).toBe("el");
});

test("the digest follows content and facts, and not the folder's name or its times", async () => {
  const [a, b] = [await makeRoot(), await makeRoot()];
  const digest = async (root: string) => (await openImage(root)).subject.digest;
  const before = await digest(a);
  await utimes(join(b, "etc/deep/er"), 5, 5);
  expect(await digest(b)).toBe(before);
  await writeFile(join(b, "etc/motd"), "hellO");
  expect(await digest(b)).not.toBe(before);
  await chmod(join(a, "etc/motd"), 0o600);
  expect(await digest(a)).not.toBe(before);
});

test("a file that is exchanged after opening is not read", async () => {
  const root = await makeRoot();
  const outside = join(root, "..", "outside");
  await mkdir(outside);
  await writeFile(join(outside, "motd"), "secret");
  const { tree } = await openImage(root);
  await rename(join(root, "etc"), join(root, "moved"));
  await makeLink(outside, join(root, "etc"));
  await expect(collectText(tree.read("/etc/motd"))).rejects.toMatchObject({
    code: "CONTENT_CHANGED",
  });
});

test("a file that is gone after opening is refused with a code", async () => {
  const root = await makeRoot();
  const { tree } = await openImage(root);
  await rm(join(root, "etc"), { recursive: true });
  await expect(collectText(tree.read("/etc/motd"))).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
  });
});

test("a file that becomes shorter is told, not filled", async () => {
  const root = await makeRoot();
  const { tree } = await openImage(root);
  await writeFile(join(root, "etc/motd"), "x");
  await expect(collectText(tree.read("/etc/motd"))).rejects.toMatchObject({
    code: "CONTENT_CHANGED",
  });
});

test("a closed folder gives no content", async () => {
  const image = await openImage(await makeRoot());
  await image.close();
  await expect(collectText(image.tree.read("/etc/motd"))).rejects.toMatchObject({
    code: "IMAGE_CLOSED",
  });
});

test("names need not be UTF-8", async () => {
  const root = await makeRoot();
  const name = decodeName(Uint8Array.of(0x66, 0xe9));
  await writeFile(Buffer.concat([Buffer.from(`${root}/`), encodeName(name)]), "odd");
  const { tree } = await openImage(root);
  expect(await collectText(tree.read(`/${name}`))).toBe("odd");
});

test("the limit of entries is kept", async () => {
  await expect(openImage(await makeRoot(), { limits: { entries: 7 } })).rejects.toMatchObject({
    code: "IMAGE_TOO_LARGE",
  });
});

describe.skipIf(process.getuid?.() === 0)("what may not be read", () => {
  test("is a problem for those who take problems, and thrown otherwise", async () => {
    const root = await makeRoot();
    await chmod(join(root, "etc/motd"), 0);
    await chmod(join(root, "etc/deep/er"), 0);
    const problems: Problem[] = [];
    const { tree } = await openImage(root, { onProblem: (problem) => problems.push(problem) });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "FILE_UNREADABLE /etc/deep/er",
      "FILE_UNREADABLE /etc/deep/motd",
    ]);
    expect(tree.stat("/etc/motd")).not.toHaveProperty("digest");
    await expect(openImage(root)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });
});

test.skipIf(!hasTool("mkfifo"))("named pipes are looked at and not waited for", async () => {
  const root = await makeRoot();
  run("mkfifo", join(root, "pipe"));
  const { tree } = await openImage(root);
  expect(tree.stat("/pipe")).toMatchObject({ type: "fifo", size: 0 });
  await expect(collectText(tree.read("/pipe"))).rejects.toMatchObject({ code: "NOT_A_FILE" });
});

test.skipIf(!hasTool("find"))("GNU find sees the same in /dev", async () => {
  const known = new Map(
    run("find", "/dev", "-xdev", "-maxdepth", "1", "-type", "c", "-printf", "%f %m %U %G\n")
      .trim()
      .split("\n")
      .map((line) => [line.split(" ")[0] ?? "", line]),
  );
  const { tree } = await openImage("/dev", { digests: false, onProblem: () => {} });
  for (const [name, line] of known) {
    const found = tree.stat(`/${name}`);
    expect(`${name} ${found?.mode.toString(8)} ${found?.uid} ${found?.gid}`).toBe(line);
  }
  expect(tree.stat("/null")).toMatchObject({ device: { major: 1, minor: 3 } });
});

test("an aborted signal is no problem of a file", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  const problems: Problem[] = [];
  const opening = openImage(await makeRoot(), { signal, onProblem: (one) => problems.push(one) });
  await expect(opening).rejects.toThrow("enough");
  expect(problems).toEqual([]);
});

// Linux lets nobody read it, not even root.
const writeOnly = "/proc/sys/vm/compact_memory";

test.skipIf(!existsSync(writeOnly))(
  "what cannot be read is a problem, and the rest is read",
  async () => {
    const problems: Problem[] = [];
    const root = dirname(writeOnly);
    const { tree } = await openImage(root, { onProblem: (problem) => problems.push(problem) });
    expect(problems).toContainEqual({
      code: "FILE_UNREADABLE",
      message: expect.stringMatching(/EACCES|EPERM/),
      path: "/compact_memory",
    });
    expect(tree.stat("/compact_memory")).not.toHaveProperty("digest");
    expect(tree.stat("/swappiness")).toHaveProperty("digest");
    await expect(openImage(root)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  },
);
