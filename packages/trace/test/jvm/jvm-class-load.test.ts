import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jvmClassLoad } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import {
  cutInto,
  describeAll,
  gather,
  project,
  readFormat,
  runs,
  usesBelow,
} from "../runtime-hooks/hooked.ts";

async function usesOf(log: string | Uint8Array): Promise<string[]> {
  const { events, problems } = await readFormat(jvmClassLoad, log);
  expect(problems).toEqual([]);
  return describeAll(events);
}

function recognises(text: string): boolean {
  return jvmClassLoad.recognises(new TextEncoder().encode(text));
}

describe("the JVM's loading of classes", () => {
  test("names the archive, folder or module that each class came from", async () => {
    const log = `[0.049s][info][class,load] java.lang.Object source: jrt:/java.base
[0.412s][info][class,load] a.B source: file:/app/my%20lib.jar
[0.412s][info][class,load] a.B$C source: file:/app/classes/
[0.412s][info][class,load] D source: jar:file:/app.jar!/BOOT-INF/lib/y.jar!/
[0.412s][info][class,load] E source: jar:nested:/app.jar/!BOOT-INF/lib/z.jar!/
[0.412s][info][class,load] F source: jar:nested:/app.jar/!BOOT-INF/classes/!/
[0.412s][info][class,load] G source: jar:file:/app.ear!/b.war!/WEB-INF/lib/c.jar
[0.412s][info][class,load] H source: /agent.jar
[0.412s][info][class,load] I source: jar:file:/plain.jar!/
[0.412s][info][class,load] J source: vfs:/content/app.war/WEB-INF/lib/c.jar
[0.412s][info][class,load] K source: reference:file:plugins/c.jar
`;
    expect(await usesOf(log)).toEqual([
      "0 load ?name jrt:/java.base",
      "0 load /app/my lib.jar",
      "0 load /app/classes/a/B$C.class",
      "0 load /app.jar!/BOOT-INF/lib/y.jar",
      "0 load /app.jar!/BOOT-INF/lib/z.jar",
      "0 load /app.jar!/BOOT-INF/classes",
      "0 load /app.ear!/b.war!/WEB-INF/lib/c.jar",
      "0 load /agent.jar",
      "0 load /plain.jar",
      "0 load ?name vfs:/content/app.war/WEB-INF/lib/c.jar",
      "0 load ?name reference:file:plugins/c.jar",
    ]);
  });

  test("does not guess where a shared class is, unless it is Java's own", async () => {
    const log = `[1s][info][class,load] java.lang.Object source: shared objects file
[1s][info][class,load] sun.misc.Unsafe source: shared objects file
[1s][info][class,load] org.app.Main source: shared objects file (top)
[1s][info][class,load] javax.xml.Parser source: shared objects file
`;
    expect(await usesOf(log)).toEqual([
      "0 load ?name jrt:/",
      "0 load ?name jrt:/",
      "0 load ?name org.app.Main",
      "0 load ?name javax.xml.Parser",
    ]);
  });

  test("passes over classes that were made at run time, and other lines", async () => {
    const log = `OpenJDK 64-Bit Server VM warning: x
[0.01s][info][gc] Using G1
[1s][info][class,load] a.Main source: file:/app/
[1s][info][class,load] a.Main$$Lambda$1/0x00007f9d68000c08 source: a.Main
[1s][info][class,load] a.Main$$Lambda$1/0x00007f9d68000c08 source: file:/app/
[1s][info][class,load] java.lang.invoke.LambdaForm$MH/0x1 source: __JVM_LookupDefineClass__
[1s][info][class,load] jdk.proxy1.$Proxy0 source: __dynamic_proxy__
[1s][debug][class,load]  klass: 0x0 super: 0x0 loader: [loader data: 0x0 of 'bootstrap'] bytes: 5
[1s][info][class,unload] unloading class a.B 0x1
[1, 2] source: file:/x
config source: file:/etc/app
[2s][info][class,load] cut
`;
    expect(await usesOf(log)).toEqual(["0 load /app/a/Main.class"]);
  });

  test("is read with any decorations, and by the clock where there is one", async () => {
    const line = "a.B source: file:/b.jar\n";
    const timeOf = async (decorations: string): Promise<number | undefined> => {
      const { events } = await readFormat(jvmClassLoad, `${decorations}${line}`);
      expect(describeAll(events)).toEqual(["0 load /b.jar"]);
      return events[0]?.kind === "load" ? events[0].time : undefined;
    };
    expect(await timeOf("")).toBe(undefined);
    expect(await timeOf("[0.049s][info][class,load] ")).toBe(0.049);
    expect(await timeOf("[1049ms] ")).toBe(1.049);
    expect(await timeOf("[5000000000ns][host][12][13][info ][class,load   ] ")).toBe(5);
    expect(await timeOf("[2026-11-25T03:21:31.250+0100][0.016s][4248][class,load] ")).toBe(
      Date.UTC(2026, 10, 25, 2, 21, 31, 250) / 1000,
    );
    expect(await timeOf("[2026-11-25T03:21:31.250+01xx][x] ")).toBe(undefined);
  });

  test("is read as Java 8 wrote it", async () => {
    const log = `[Opened /usr/lib/jvm/java-8/jre/lib/rt.jar]
[Loaded java.lang.Object from /usr/lib/jvm/java-8/jre/lib/rt.jar]
[Loaded java.lang.String from shared objects file]
[Loaded a.B from file:/app/b.jar]
[Loaded a.B$$Lambda$1/791452441 from a.B]
[Loaded sun.reflect.GeneratedMethodAccessor1 from __JVM_DefineClass__]
`;
    expect(recognises(log)).toBe(true);
    expect(await usesOf(log)).toEqual([
      "0 load /usr/lib/jvm/java-8/jre/lib/rt.jar",
      "0 load ?name jrt:/",
      "0 load /app/b.jar",
    ]);
  });

  test("is read as Eclipse OpenJ9 writes it", async () => {
    const log = `class load: java/lang/Object from: jrt:/java.base
class load: a/B from: file:/app/b.jar
class load: a/C$D from: file:/app/classes/
class load: a/C$$Lambda$1/0x0000000000000000 from: file:/app/classes/
class load: a.E from: /opt/e.jar
class load: org/app/Unknown
class load: java/lang/Unknown
class unload: a/B
Loading class load: a/B from: file:/app/f.jar
class load: two words
`;
    expect(recognises(log)).toBe(true);
    expect(await usesOf(log)).toEqual([
      "0 load ?name jrt:/java.base",
      "0 load /app/b.jar",
      "0 load /app/classes/a/C$D.class",
      "0 load /opt/e.jar",
      "0 load ?name org.app.Unknown",
      "0 load /app/f.jar",
    ]);
  });

  test("does not know where a class is from that a program's own loader defined", async () => {
    const log = `[1s][info][class,load] a.Main source: file:/app.jar
[1s][info][class,load] b.Loaded source: __JVM_DefineClass__
[1s][info][class,load] com.sun.proxy.$Proxy3 source: __JVM_DefineClass__
[1s][info][class,load] jdk.internal.reflect.GeneratedMethodAccessor1 source: __JVM_DefineClass__
[1s][info][class,load] b.Form/0x00000008000c4 source: __JVM_DefineClass__
`;
    expect(await usesOf(log)).toEqual(["0 load /app.jar", "0 load ?name b.Loaded"]);
  });

  test("is read behind what others wrote, and although the program writes something like it", async () => {
    const log = `config source: file:/etc/app
2026-11-25T03:21:31Z stdout F [1s][info][class,load] a.B source: file:/b.jar
no newline[1s][info][class,load] a.C source: file:/c.jar
config source: file:/etc/other
[x] y [1s] a.D source: file:/d.jar
`;
    expect(await usesOf(log)).toEqual([
      "0 load /etc/app",
      "0 load /b.jar",
      "0 load /c.jar",
      "0 load /d.jar",
    ]);
    const old = "x[Loaded a.B from file:/b.jar]\n[x\n[Loaded a.C from file:/c.jar\n";
    expect(await usesOf(old)).toEqual(["0 load /b.jar"]);
  });

  test("is recognised by its own lines only", () => {
    const line = "[0.049s][info][class,load] java.lang.Object source: jrt:/java.base\n";
    expect(recognises(`\ufeffStarting\r\n\r\n${line}`)).toBe(true);
    for (const text of [
      "",
      line.slice(0, -1),
      "[0.1s][info][gc] x\n",
      "a source: b\n",
      "[info] config source: file:/etc/app\n",
      "[Loaded x]\n",
      "two words source: file:/x\n",
      '{"source: ":1}\n',
    ]) {
      expect(recognises(text)).toBe(false);
    }
  });

  test("is refused where there is none", async () => {
    for (const text of ["", "hello\n".repeat(30_000), "[0.1s][info][gc] x\n"]) {
      await expect(readFormat(jvmClassLoad, text)).rejects.toMatchObject({ code: "LOG_FORMAT" });
    }
  });

  test.skipIf(corpus === undefined)("is read as it was recorded", async () => {
    const bytes = readFileSync(join(corpus ?? "", "trace/jvm/jcl.txt"));
    expect(jvmClassLoad.recognises(bytes)).toBe(true);
    const uses = await usesOf(bytes);
    const text = bytes.toString();
    const expected = text.match(/ source: (?:shared objects file|jrt:|file:|jar:).*$/gm)?.length;
    expect(uses).toHaveLength(expected ?? -1);
    expect(uses).toContain("0 load ?name jrt:/java.net.http");
  });

  test("is read the same however it is cut, and any bytes give events, problems or a coded error", async () => {
    const word = fc.oneof(
      fc.string({ maxLength: 9 }),
      fc.constantFrom("a.B", "[1s]", "file:/a!/b!/", "jar:", "nested:/", "%", "__proto__"),
    );
    const line = fc.oneof(
      fc.tuple(word, word).map(([name, source]) => `[1s] ${name} source: ${source}`),
      fc.tuple(word, word).map(([name, source]) => `[Loaded ${name} from ${source}]`),
      word,
    );
    const log = fc
      .array(line, { maxLength: 20 })
      .map((lines) => `[1s] a source: file:/a\n${lines.join("\n")}`);
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.nat(60)), async (content, sizes) => {
        const bytes = new TextEncoder().encode(content);
        expect(await gather(jvmClassLoad, cutInto(bytes, sizes))).toEqual(
          await gather(jvmClassLoad, [bytes]),
        );
      }),
    );
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.tuple(fc.nat(), fc.nat(255))), async (content, changes) => {
        const bytes = new TextEncoder().encode(content);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        await gather(jvmClassLoad, [bytes]);
      }),
    );
  });
});

test.skipIf(!runs("javac", "--version"))(
  "what a JVM writes is read with and without sharing",
  async () => {
    const folder = project({
      "Main.java":
        "public class Main { public static void main(String[] a) { Runnable r = () -> System.out.println(part.Part.name); r.run(); } }",
      "part/Part.java":
        "package part; public class Part { public static String name = String.valueOf(5); }",
      "my classes/.keep": "",
    });
    const make =
      "javac -d 'my classes' part/Part.java Main.java && cd 'my classes' && jar cf0M ../part.jar part && rm -r part";
    expect(spawnSync("sh", ["-c", make], { cwd: folder }).status).toBe(0);
    for (const [sharing, how] of [
      ["auto", "class+load:stdout:none"],
      ["off", "class+load*=debug:stdout:time,uptime,pid,tid,hostname,level,tags"],
    ] as const) {
      const run = spawnSync(
        "java",
        [`-Xshare:${sharing}`, `-Xlog:${how}`, "-cp", "my classes:part.jar", "Main"],
        { cwd: folder, maxBuffer: 1 << 26 },
      );
      expect(jvmClassLoad.recognises(run.stdout.subarray(0, 65_536))).toBe(true);
      const { events, problems } = await readFormat(jvmClassLoad, run.stdout);
      expect(problems).toEqual([]);
      expect(usesBelow(folder, events)).toEqual(["load my classes/Main.class", "load part.jar"]);
      const names = new Set(describeAll(events).filter((use) => use.includes("?name")));
      expect(names).toContain("0 load ?name jrt:/java.base");
      if (sharing === "off") expect(names).not.toContain("0 load ?name jrt:/");
    }
  },
);
