import { spawnSync } from "node:child_process";
import { compareVersions, isValidVersion, type VersionScheme } from "@coppice/vers";
import fc from "fast-check";
import semver from "semver";
import { expect, test } from "vitest";
import { plainVersion } from "./arbitrary-version.ts";

const maven = "/usr/share/maven/lib/*";
const comparableVersion = "org.apache.maven.artifact.versioning.ComparableVersion";
const has = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
const tools = {
  dpkg: has("dpkg", "--version"),
  rpm: has("rpm", "--eval", '%{lua: print(rpm.vercmp("1", "2"))}'),
  ruby: has("ruby", "-rjson", "-e", "Gem::Version"),
  python: has("python3", "-c", "import packaging.version"),
  libalpm: has("python3", "-c", 'import ctypes; ctypes.CDLL("libalpm.so.13")'),
  perl: has("perl", "-Mversion", "-e", "1"),
  php: has("php", "--version"),
  maven: has("java", "-cp", maven, comparableVersion, "1"),
};
for (const [name, found] of Object.entries(tools)) {
  if (!found) process.stderr.write(`no ${name} here: its word on versions is not asked\n`);
}

type Pair = readonly [string, string];

/** The same pairs each run, so that what a tool says of them stays the same. */
function pairsOf(version: fc.Arbitrary<string>, count: number): readonly Pair[] {
  return fc.sample(fc.tuple(version, version), { numRuns: count, seed: 20240101 });
}

function textOf(
  pieces: readonly string[],
  scheme: VersionScheme,
  maxLength = 7,
): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength })
    .map((parts) => parts.join(""))
    .filter((text) => isValidVersion(scheme, text));
}

function ask(command: string, args: readonly string[], input: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(command, args, { input, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return stdout.match(/-?\d+/g) ?? [];
}

function expectSame(
  scheme: VersionScheme,
  pairs: readonly Pair[],
  answers: readonly string[],
): void {
  expect(answers.length).toBe(pairs.length);
  for (const [index, [a, b]] of pairs.entries()) {
    const order = Math.sign(compareVersions(scheme, a, b));
    expect(order, `${scheme}: ${a} and ${b}`).toBe(Math.sign(Number(answers[index])));
  }
}

test.skipIf(!tools.dpkg)("orders Debian's as dpkg", () => {
  for (const [a, b] of pairsOf(
    textOf(["0", "1", "10", "a", "+", "~", ".", ".", "-1", "1:"], "deb"),
    150,
  )) {
    const relation = ["lt", "eq", "gt"][Math.sign(compareVersions("deb", a, b)) + 1] ?? "";
    expect(has("dpkg", "--compare-versions", a, relation, b), `${a} ${relation} ${b}`).toBe(true);
  }
});

test.skipIf(!tools.rpm)("orders RPM's as rpm", () => {
  const pairs = pairsOf(
    textOf(["0", "1", "01", "9", "10", "a", "Z", ".", "..", "+", "~", "^", "_"], "rpm").map(
      (text) => `1${text}`,
    ),
    1500,
  );
  const list = pairs.map(([a, b]) => `{"${a}","${b}"}`).join(",");
  const script = `%{lua: for _, p in ipairs({${list}}) do print(" " .. rpm.vercmp(p[1], p[2])) end}`;
  expectSame("rpm", pairs, ask("rpm", ["--eval", script], ""));
});

test.skipIf(!tools.libalpm)("orders Arch's as pacman's library", () => {
  const pieces = ["0", "1", "10", "a", "B", "rc", ".", "..", "_", "+"];
  const version = textOf(pieces, "alpm").filter((text) => /^[0-9a-z].*[0-9a-z]$/i.test(text));
  const script = `import ctypes, json, sys
vercmp = ctypes.CDLL("libalpm.so.13").alpm_pkg_vercmp
for a, b in json.load(sys.stdin): print(vercmp(a.encode(), b.encode()))`;
  for (const release of ["", "-1", "-2"]) {
    const pairs = pairsOf(version, 1000).map(
      ([a, b]): Pair => [a + release, `1:${b}-1`.slice(b.length % 2 ? 2 : 0)],
    );
    expectSame("alpm", pairs, ask("python3", ["-c", script], JSON.stringify(pairs)));
  }
});

test.skipIf(!tools.ruby)("orders RubyGems' as Gem::Version", () => {
  const pairs = pairsOf(textOf(["0", "1", "10", "a", "B", "rc", ".", ".", ".", "-"], "gem"), 2000);
  const script =
    "JSON.parse(STDIN.read).each { |a, b| puts(Gem::Version.new(a) <=> Gem::Version.new(b)) }";
  expectSame("gem", pairs, ask("ruby", ["-rjson", "-e", script], JSON.stringify(pairs)));
});

test.skipIf(!tools.python)("reads and orders Python's as the packaging library", () => {
  const pieces = [
    "0",
    "1",
    "10",
    "a",
    "b",
    "rc",
    "c",
    "alpha",
    "pre",
    "post",
    ".post",
    ".dev",
    "dev",
    "rev",
    "-",
    ".",
    ".",
    "+",
    "+ab",
    "_",
    "1!",
    "v",
    " ",
  ];
  const texts = fc.sample(
    fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 })
      .map((parts) => parts.join("")),
    { numRuns: 20000, seed: 20240101 },
  );
  const script = `import json, sys
from packaging.version import Version, InvalidVersion
def read(text):
  try: return Version(text)
  except InvalidVersion: return None
texts, pairs = json.load(sys.stdin)
for text in texts: print(0 if read(text) is None else 1)
for a, b in pairs:
  a, b = read(a), read(b)
  print((a > b) - (a < b))`;
  const valid = texts.filter((text) => isValidVersion("pypi", text));
  const pairs = valid.map(
    (text, index): Pair => [text, valid[(index * 7 + 1) % valid.length] ?? ""],
  );
  const answers = ask("python3", ["-c", script], JSON.stringify([texts, pairs]));
  expect(valid.length).toBeGreaterThan(500);
  for (const [index, text] of texts.entries()) {
    expect(String(Number(isValidVersion("pypi", text))), JSON.stringify(text)).toBe(answers[index]);
  }
  expectSame("pypi", pairs, answers.slice(texts.length));
});

test.skipIf(!tools.perl)("orders Perl's as version.pm", () => {
  const pairs = pairsOf(textOf(["0", "1", "10", "005", "v", ".", "."], "cpan", 5), 1500);
  const script =
    'while (<STDIN>) { chomp; my ($x, $y) = split /,/; print version->parse($x) <=> version->parse($y), "\\n" }';
  expectSame("cpan", pairs, ask("perl", ["-Mversion", "-e", script], pairs.map(String).join("\n")));
});

test.skipIf(!tools.php)("orders Composer's as PHP orders what Composer makes of them", () => {
  const suffix = fc.constantFrom(
    "",
    "-dev",
    "-alpha",
    "-alpha1",
    "-beta2",
    "-beta10",
    "-RC1",
    "-RC1-dev",
    "-patch1",
    "-patch",
  );
  const number = fc.constantFrom("0", "1", "10");
  const version = fc
    .tuple(number, number, suffix)
    .map(([major, minor, rest]) => `${major}.${minor}.0.0${rest}`);
  const pairs = pairsOf(version, 1000);
  const script =
    'foreach (json_decode(stream_get_contents(STDIN)) as [$a, $b]) echo version_compare($a, $b), "\\n";';
  expectSame("composer", pairs, ask("php", ["-r", script], JSON.stringify(pairs)));
});

test.skipIf(!tools.maven)("orders Maven's as its ComparableVersion", () => {
  const number = fc.constantFrom("0", "1", "2", "10");
  const word = fc.constantFrom("alpha", "Beta", "rc", "CR", "M", "SNAPSHOT", "sp", "jre", "redhat");
  const suffix = fc.oneof(
    fc.constant(""),
    fc
      .tuple(word, fc.constantFrom("", "-1", "2", "-10", "-1-SNAPSHOT"))
      .map((parts) => `-${parts.join("")}`),
    number.map((one) => `-${one}`),
    fc.constantFrom("-Final", "-ga", ".Final", ".GA", ".RELEASE", ".Beta1", ".RC2", ".M3", ".CR1"),
  );
  const version = fc
    .tuple(fc.array(number, { minLength: 1, maxLength: 3 }), suffix)
    .map(([numbers, rest]) => numbers.join(".") + rest);
  const pairs = pairsOf(version, 1000);
  const { stdout } = spawnSync("java", ["-cp", maven, comparableVersion, ...pairs.flat()], {
    encoding: "utf8",
  });
  // It compares each version with the one before it, so every second line is the word on a pair.
  const signs = stdout.match(/ (?:<|==|>) /g)?.filter((_, index) => index % 2 === 0) ?? [];
  expectSame(
    "maven",
    pairs,
    signs.map((sign) => String([" < ", " == ", " > "].indexOf(sign) - 1)),
  );
});

test("reads and orders npm's as node-semver", () => {
  const pieces = fc.array(fc.constantFrom("0", "1", "10", "a", "B", ".", ".", "-", "+", "01"), {
    maxLength: 9,
  });
  fc.assert(
    fc.property(pieces, pieces, plainVersion, (first, second, plain) => {
      const [a, b] = [first, second].map((parts) => `1.0.0${parts.join("")}`);
      for (const one of [a, b, first.join(""), plain]) {
        if (one !== undefined)
          expect(isValidVersion("npm", one), one).toBe(semver.valid(one) !== null);
      }
      if (a === undefined || b === undefined || !semver.valid(a) || !semver.valid(b)) return;
      expect(Math.sign(compareVersions("npm", a, b)), `${a} and ${b}`).toBe(semver.compare(a, b));
    }),
    { numRuns: 3000 },
  );
});
