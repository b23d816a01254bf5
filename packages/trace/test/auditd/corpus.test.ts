import { readFileSync } from "node:fs";
import { join } from "node:path";
import { auditd, laurel } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { readFormat } from "../json/read-format.ts";

const folder = join(corpus ?? "", "trace/auditd");
const read = (name: string) => readFormat(auditd, readFileSync(join(folder, name)));

describe.skipIf(corpus === undefined)("logs of other systems", () => {
  test("are read to the last line", async () => {
    for (const name of [
      "recorded-enriched.log",
      "ausearch-i.txt",
      "normal.log",
      "out_of_order.log",
      "audit-rhel6.log",
      "test2.log",
      "auparse-test.log",
      "auparse-test3.log",
      "line-user-acct.txt",
      "record-connect.txt",
      "record-execve.txt",
      "record-uringop.txt",
      "sh_arp_cache_2020-11-10074812.log",
      "fork-sleep-exec.txt",
      "proc-trace-dpkg-l.txt",
      "shell-proc-trace-confusion.txt",
      "shell-proc-trace-reordered.txt",
    ]) {
      expect((await read(name)).problems, name).toEqual([]);
    }
  });

  test("show the same when their records are out of order", async () => {
    const one = (await read("normal.log")).said;
    const other = (await read("out_of_order.log")).said;
    const uses = (said: readonly string[]) =>
      said.filter((text) => !text.startsWith("lost")).toSorted();
    expect(uses(other)).toEqual(uses(one));
    expect(uses(one)).toContain("connect 169.254.169.254:80");
  });

  test("show the same to laurel", async () => {
    for (const name of [
      "record-execve",
      "record-perl-reverse-shell",
      "record-bind-ipv4-bigendian",
      "record-uringop",
    ]) {
      const lines = await read(`${name}.txt`);
      const json = await readFormat(laurel, readFileSync(join(folder, `${name}.json`)));
      expect(json.problems).toEqual([]);
      expect(json.said, name).toEqual(lines.said);
    }
  });

  test("show the scripts that were run, in a log with records out of order", async () => {
    const { said } = await read("shell-proc-trace-reordered.txt");
    expect(said.filter((text) => text.startsWith("exec "))).toEqual(
      expect.arrayContaining([
        "exec /bin/sh (real)",
        "exec /bin/echo (real)",
        "exec /bin/sed (real)",
      ]),
    );
  });
});
