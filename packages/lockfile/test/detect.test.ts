import { detectLockfile, parseLockfile } from "@coppice/lockfile";
import { expect, test } from "vitest";
import { allTexts } from "./samples.ts";

test("knows every format by its name alone, and by its text alone", () => {
  for (const [name, text] of allTexts()) {
    const format = detectLockfile(`some/folder/${name}`, text);
    expect(format, name).toBeDefined();
    expect(detectLockfile("upload.tmp", text), name).toBe(format);
    if (name !== "yarn.lock") expect(detectLockfile(`C:\\folder\\${name}`, ""), name).toBe(format);
  }
});

test("tells the formats apart that share a name", () => {
  expect(detectLockfile("yarn.lock", "# yarn lockfile v1\n")).toBe("yarn-classic");
  expect(detectLockfile("yarn.lock", "# x\n\n__metadata:\n  version: 8\n")).toBe("yarn-berry");
  expect(detectLockfile("yarn.lock", "")).toBe("yarn-classic");
});

test("takes what it does not know for nothing", () => {
  for (const text of [
    "",
    "{}",
    "a: b\n",
    "# Title\n",
    "<html>",
    "[package]\nname = 'x'\n",
    "x = y\n",
  ]) {
    expect(detectLockfile("notes.txt", text)).toBeUndefined();
  }
  expect(() => parseLockfile("", { name: "notes.txt" })).toThrow(
    expect.objectContaining({ code: "FORMAT_UNKNOWN" }),
  );
});

test("refuses Bun's binary lockfile, and says what to do", () => {
  const bytes = new Uint8Array([
    ...new TextEncoder().encode("#!/usr/bin/env bun\nbun-lockfile-format-v0\n"),
    0xff,
    0xfe,
    0,
  ]);
  for (const name of ["bun.lockb", "x"]) {
    expect(() => parseLockfile(bytes, { name })).toThrow(
      expect.objectContaining({
        code: "FORMAT_BINARY",
        message: expect.stringContaining("--save-text-lockfile"),
      }),
    );
  }
});

test("refuses bytes that are no text, and more than a limit allows", () => {
  expect(() => parseLockfile(new Uint8Array([0xff, 0x41]), { name: "yarn.lock" })).toThrow(
    expect.objectContaining({ code: "TEXT_INVALID" }),
  );
  expect(() => parseLockfile("x".repeat(11), { name: "yarn.lock", limits: { bytes: 10 } })).toThrow(
    expect.objectContaining({ code: "LOCKFILE_TOO_LARGE" }),
  );
  expect(() =>
    parseLockfile("a==1\nb==1\n", { name: "requirements.txt", limits: { packages: 2 } }),
  ).toThrow(expect.objectContaining({ code: "TOO_MANY_PACKAGES" }));
});

test("drops a byte order mark, and tells of problems as they are met", () => {
  const met: string[] = [];
  const { packages, problems } = parseLockfile("\ufeffa==1\n???\n", {
    name: "requirements.txt",
    onProblem: ({ code, path }) => met.push(`${code} ${path}`),
  });
  expect(packages).toHaveLength(1);
  expect(met).toEqual(["ENTRY_INVALID requirements.txt"]);
  expect(problems).toHaveLength(1);
});

test("keeps the first of entries with the same key, and says so", () => {
  const entry =
    '[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://example.com"\n';
  const { packages, problems } = parseLockfile(entry + entry, { name: "Cargo.lock" });
  expect(packages).toHaveLength(1);
  expect(problems.map(({ code, message }) => [code, message.slice(0, 7)])).toEqual([
    ["ENTRY_REPEATED", "line 5:"],
  ]);
});

test.each([
  ["Cargo.lock", "version = 4\n"],
  ["yarn.lock", "# yarn lockfile v1\n\n\n"],
  ["gradle.lockfile", "empty=\n"],
  ["gradle/dependency-locks/x.lockfile", "# This is a Gradle generated file for locking.\n"],
])("refuses a %s that is empty, and none of a project without packages", (name, text) => {
  for (const empty of ["", "\n", "# x\n"]) {
    expect(() => parseLockfile(empty, { name })).toThrow(
      expect.objectContaining({ code: "LOCKFILE_INVALID" }),
    );
  }
  expect(parseLockfile(text, { name })).toMatchObject({ packages: [], problems: [] });
});
