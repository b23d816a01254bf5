import { detectLockfile } from "@coppice/lockfile";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attempt, expectSound } from "./invariants.ts";
import { allLockfiles, allTexts } from "./samples.ts";

const texts = allTexts();
const formats = [...new Set(texts.map(([name, text]) => detectLockfile(name, text)))].flatMap(
  (format) => format ?? [],
);

test("gives sound lockfiles, whose lines are those of the packages", () => {
  for (const [index, lockfile] of allLockfiles().entries()) {
    expectSound(lockfile);
    const lines = texts[index]?.[1].split("\n") ?? [];
    for (const { line, name, alias, source } of lockfile.packages) {
      if (line === undefined) continue;
      const entry = lines
        .slice(line - 1, line + 1)
        .join("\n")
        .toLowerCase();
      const word = (alias ?? name).split(/[:/]/).at(-1)?.toLowerCase() ?? "";
      const isThere =
        entry.includes(word) || (source.kind === "directory" && entry.includes(source.path));
      expect(isThere, `${lockfile.format} ${name} ${line}`).toBe(true);
    }
  }
});

test("gives a lockfile or a coded error wherever a file is cut", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      ([name, text], part) => {
        const found = attempt(text.slice(0, Math.floor(text.length * part)), {
          name,
          format: detectLockfile(name, text) ?? "npm",
        });
        if (typeof found !== "string") expectSound(found);
      },
    ),
    { numRuns: 300 },
  );
});

test("gives a lockfile or a coded error whatever a line is replaced by", () => {
  const pieces = [
    "",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    ":",
    "- ",
    "  ",
    "__proto__: 1",
    '"__proto__": {},',
    "&a *a",
    "\\",
    "\u0000",
    "[[package]]",
    "=>",
    "@",
    "<<<<<<< HEAD",
    "\ud800",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }),
      ([name, text], at, added) => {
        const lines = text.split("\n");
        const index = at % lines.length;
        const whole = [...lines.slice(0, index), added.join(""), ...lines.slice(index + 1)].join(
          "\n",
        );
        const found = attempt(whole, { name, format: detectLockfile(name, text) ?? "npm" });
        if (typeof found !== "string") expectSound(found);
      },
    ),
    { numRuns: 400 },
  );
});

test("gives a lockfile or a coded error for any text in any format", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...formats),
      fc.string({ unit: "binary", maxLength: 200 }),
      (format, text) => {
        const found = attempt(text, { name: "x", format });
        if (typeof found !== "string") expectSound(found);
      },
    ),
    { numRuns: 600 },
  );
});

test("pollutes no prototype by names such as __proto__ and constructor", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  for (const [name, text] of texts) {
    for (const bad of names) {
      const found = attempt(
        text
          .replaceAll("debug", bad)
          .replaceAll("click", bad)
          .replaceAll("itoa", bad)
          .replaceAll("json", bad),
        {
          name,
          format: detectLockfile(name, text) ?? "npm",
        },
      );
      if (typeof found !== "string") expectSound(found);
    }
  }
  const npm = (key: string) =>
    attempt(
      `{"lockfileVersion":3,"packages":{"":{"dependencies":{"${key}":"1"}},"node_modules/${key}":{"version":"1.0.0"}}}`,
      { name: "package-lock.json" },
    );
  const pnpm = (key: string) =>
    attempt(
      `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      ${key}:\n        specifier: '1'\n        version: 1.0.0\nsnapshots:\n  ${key}@1.0.0: {}\n`,
      { name: "pnpm-lock.yaml" },
    );
  for (const bad of names) {
    expect(npm(bad)).toMatchObject({
      importers: [{ dependencies: [{ name: bad, to: [`node_modules/${bad}`] }] }],
    });
    expect(pnpm(bad)).toMatchObject({
      importers: [{ dependencies: [{ name: bad, to: [`${bad}@1.0.0`] }] }],
    });
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("reads circles of requirements", () => {
  const found = attempt(
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      a: {specifier: '1', version: 1.0.0}\nsnapshots:\n  a@1.0.0:\n    dependencies: {b: 1.0.0}\n  b@1.0.0:\n    dependencies: {a: 1.0.0}\n  c@1.0.0:\n    dependencies: {c: 1.0.0}\n",
    { name: "pnpm-lock.yaml" },
  );
  expect(found).toMatchObject({
    packages: [
      { development: true, optional: false, dependencies: [{ to: ["b@1.0.0"] }] },
      { development: true, optional: false, dependencies: [{ to: ["a@1.0.0"] }] },
      { development: true, optional: true },
    ],
  });
});

test("refuses values inside one another without end", () => {
  for (const open of ["[", "{", '{"a":', "{a: ", "- ", "? ", "a = [", "%{", "<a>"]) {
    for (const format of formats) {
      const found = attempt(open.repeat(5_000), { name: "x", format });
      if (typeof found !== "string") expectSound(found);
    }
  }
  const deep = `{"lockfileVersion":3,"packages":{"${"node_modules/a/".repeat(300)}b":{}}}`;
  expect(attempt(deep, { name: "package-lock.json" })).toBe("LOCKFILE_TOO_DEEP");
  expect(attempt('{"a":{"b":{}}}', { name: "package-lock.json", limits: { depth: 2 } })).toBe(
    "LOCKFILE_TOO_DEEP",
  );
  expect(
    attempt(`a: ${"[".repeat(50)}${"]".repeat(50)}`, {
      name: "pnpm-lock.yaml",
      limits: { depth: 20 },
    }),
  ).toBe("LOCKFILE_TOO_DEEP");
  const steps = Array.from({ length: 30 }, (_, index) => `${" ".repeat(index)}a:\n`).join("");
  expect(attempt(steps, { name: "pnpm-lock.yaml", limits: { depth: 20 } })).toBe(
    "LOCKFILE_TOO_DEEP",
  );
});

test("bounds what a small file may ask to be repeated", () => {
  const variants = Array.from({ length: 100 }, (_, index) => `  a@1.0.0(p@${index}): {}\n`).join(
    "",
  );
  const peers = Array.from({ length: 100 }, (_, index) => `      p${index}: '1'\n`).join("");
  const text = `lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    peerDependencies:\n${peers}snapshots:\n${variants}`;
  const name = "pnpm-lock.yaml";
  expect(attempt(text, { name, limits: { dependencies: 9_999 } })).toBe("TOO_MANY_DEPENDENCIES");
  expect(attempt(text, { name })).toMatchObject({ packages: { length: 100 } });
  const long = `{"dependencies":{"${"x".repeat(1000)}":{"dependencies":{"${"y".repeat(50)}":{}}}}}`;
  expect(attempt(long, { name: "package-lock.json" })).toMatchObject({
    packages: { length: 1 },
    problems: [{ code: "ENTRY_INVALID" }],
  });
});

test("expands no bomb of YAML aliases", () => {
  const levels = "bcdefghi"
    .split("")
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`)}]`);
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${levels.join("\n")}\n`;
  expect(attempt(bomb, { name: "environment.yml" })).toBe("SYNTAX_INVALID");
});

test("reads long lines, and many lines, in every format", () => {
  const long = 20_000;
  for (const unit of [
    "x",
    " ",
    "\n",
    '"',
    "\\",
    ",",
    "a: ",
    "#",
    "=",
    "@",
    "/",
    "a@",
    "&a ",
    "a\\\n",
    "'",
    "\u0000",
  ]) {
    for (const format of formats) {
      const found = attempt(unit.repeat(long / unit.length), {
        name: "x",
        format,
        limits: { packages: 1_000 },
      });
      if (typeof found !== "string") expect(found.packages.length).toBeLessThan(1_000);
    }
  }
});
