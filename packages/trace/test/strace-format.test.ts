import { readdirSync, readFileSync } from "node:fs";
import { strace } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpus } from "./corpus.ts";

const recognises = (log: string) => strace.recognises(new TextEncoder().encode(log));

describe("a log of strace", () => {
  test.each([
    'execve("/bin/true", ["true"], 0x7ffe /* 39 vars */) = 0\n',
    "\ufeff\r\n\r\n7 1795465695.569610 brk(NULL)       = 0x55f48dfce000\r\n",
    "strace: Process 7 attached\n[pid 7] futex(0x1, FUTEX_WAIT, 2, NULL <unfinished ...>\n",
    '\u001b[93mopenat\u001b[0m(AT_FDCWD, "/f", O_RDONLY) = 3\n',
    "7 +++ exited with 0 +++\n",
    '7 execve("/bin/very/lo',
    `7 execve("/bin/sh", ["sh", "-c", "${"x".repeat(70_000)}`,
    'hello\nworld\nopen("/f", O_RDONLY) = 3\n',
  ])("is recognised: %j", (log) => {
    expect(recognises(log.slice(0, 65_536))).toBe(true);
  });

  test.each([
    "",
    "hello\n",
    'strlen("hello") = 5\n',
    '{"output":"openat(AT_FDCWD) = 3"}\n',
    "type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no exit=-13\n",
    "     0.000 ( 0.003 ms): ls/1234 openat(dfd: CWD, filename: 0x7f0000000000) = 3\n",
    "read(1234): O /etc/passwd\n",
    "open(1234): O /etc/passwd) = 3\n",
    "  12345:\tfind library=libc.so.6 [0]; searching\n",
    "7 hello 3 0 /etc/f(x) = 3\n",
    "open",
    "open()",
    "open(3",
    `${"hello\n".repeat(9)}open("/f", O_RDONLY) = 3\n`,
  ])("is not: %j", (log) => {
    expect(recognises(log)).toBe(false);
  });

  test("is not made of rubbish", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(strace.recognises(bytes)).toBe(false);
      }),
    );
  });
});

describe.skipIf(!corpus)("of the logs of the corpus", () => {
  const folder = `${corpus}/trace`;
  const logs = corpus
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== "strace-tests")
        .flatMap(({ name }) => readdirSync(`${folder}/${name}`).map((file) => `${name}/${file}`))
    : [];

  test.each(logs)("those of strace are recognised, and no others: %s", (log) => {
    const head = readFileSync(`${folder}/${log}`).subarray(0, 65_536);
    expect(strace.recognises(head)).toBe(log.startsWith("strace"));
    for (const length of [200, 1000, 20_000]) {
      expect(strace.recognises(head.subarray(0, length))).toBe(log.startsWith("strace"));
    }
  });
});
