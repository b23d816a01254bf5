import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseShebang } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";

const parse = (text: string) => parseShebang(new TextEncoder().encode(text));
/** `#!` and this many bytes of an interpreter's path that begins with slashes. */
const long = (length: number, rest = "") => `#!${"/".repeat(length - 9)}/bin/echo${rest}`;

/** Every first line that is run below, under the kernel that the tests run on. */
const lines = [
  "#!/bin/echo",
  "#!/bin/echo\n",
  "#!/bin/echo one\nrest",
  "#! \t/bin/echo \t one  two\t \n",
  "#!/bin/echo -n\tx\n",
  "#!/bin/echo\0ignored one\n",
  "#!/bin/echo one\0two\n",
  "#!/bin/echo \r\n",
  "#!\n/bin/echo\n",
  "#! \n",
  "#!  ",
  "# !/bin/echo\n",
  long(252),
  long(253),
  long(253, "\n"),
  long(253, " "),
  long(253, " x"),
  long(254),
  long(254, "\n"),
  long(400, "\n"),
  `#!/bin/echo ${"a".repeat(300)}\n`,
  `#!/bin/echo ${"a".repeat(300)}`,
  `#!${" ".repeat(300)}/bin/echo\n`,
];

const folder = mkdtempSync(join(tmpdir(), "coppice-shebang-"));
const probe = join(folder, "probe");
writeFileSync(probe, "#!/bin/echo works\n", { mode: 0o755 });
const runs =
  existsSync("/bin/echo") && spawnSync(probe, { encoding: "utf8" }).stdout?.startsWith("works");
rmSync(folder, { recursive: true });

test.skipIf(!runs)("takes the interpreter and argument that this machine's kernel takes", () => {
  const scripts = mkdtempSync(join(tmpdir(), "coppice-shebang-"));
  for (const [index, line] of lines.entries()) {
    const script = join(scripts, String(index));
    writeFileSync(script, line, { mode: 0o755 });
    // Where execve(2) answers ENOEXEC, execvp(3) has sh run the file, and that finds comments only.
    const { stdout } = spawnSync(script, { encoding: "utf8" });
    const shebang = parse(line);
    const words = [shebang?.argument ?? [], script].flat();
    const expected = shebang === undefined ? "" : words.join(" ");
    expect((stdout ?? "").replace(/\n$/, ""), JSON.stringify(line)).toBe(expected);
    if (shebang) expect(shebang.interpreter.replace(/^\/+/, "/")).toBe("/bin/echo");
  }
  rmSync(scripts, { recursive: true });
});

test("takes one argument, with the blanks in it", () => {
  expect(parse("#!/usr/bin/env -S  python3 \n")).toEqual({
    interpreter: "/usr/bin/env",
    argument: "-S  python3",
  });
});

test("refuses an interpreter that goes on where Linux stops to read", () => {
  expect(parse(long(400, "\n"))).toBeUndefined();
});

test("gives a name without blanks, or nothing, for any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (rest) => {
      const shebang = parseShebang(Uint8Array.of(0x23, 0x21, ...rest));
      if (shebang) expect(shebang.interpreter).toMatch(/^[^\0\n\t ]+$/);
      expect(shebang?.argument).not.toBe("");
    }),
  );
});
