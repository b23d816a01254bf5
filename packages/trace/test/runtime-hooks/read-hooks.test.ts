import { nodeHook, phpHook, pythonHook, rubyHook } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutInto, describeAll, gather, readFormat } from "./hooked.ts";

const formats = { node: nodeHook, php: phpHook, python: pythonHook, ruby: rubyHook };

function headOf(runtime: string, more = ""): string {
  return `{"coppice":1,"runtime":"${runtime}","version":"1","pid":7,"ppid":1${more}}\n`;
}

describe("the lines of a hook", () => {
  test("give a process that comes, what it uses, and that it ends", async () => {
    const log = `${headOf("python", ',"t":1700000000.5,"program":"/usr/bin/python3"')}{"k":"load","p":"/app/a.py","t":1700000001}
{"k":"load","p":"/app/b.zip","m":"c.py"}
{"k":"exec","p":"/bin/true"}
{"k":"open","p":"data/x"}
{"k":"map","n":"libc.so.6"}
{"k":"lost","c":"dropped","r":"too many"}
{"k":"end","t":1700000002}
`;
    const { events, problems } = await readFormat(pythonHook, log);
    expect(problems).toEqual([]);
    expect(describeAll(events)).toEqual([
      "7<1 start",
      "7<1 load /app/a.py",
      "7<1 load /app/b.zip!/c.py",
      "0<7 start",
      "0<7 exec /bin/true",
      "7<1 open ?no-directory data/x",
      "7<1 map ?name libc.so.6",
      "lost dropped",
      "7<1 exit",
    ]);
    expect(events[0]).toMatchObject({
      offset: 0,
      time: 1700000000.5,
      process: { pid: 7, parent: 1, program: "/usr/bin/python3" },
    });
    expect(events[1]).toMatchObject({ offset: log.indexOf('{"k"'), time: 1700000001 });
  });

  test("of several processes may follow each other", async () => {
    const second = headOf("node").replace("7", "8");
    const log = `${headOf("node")}{"k":"load","p":"/a.js"}\n${second}{"k":"load","p":"/b.js"}\n`;
    const { events } = await readFormat(nodeHook, log);
    expect(describeAll(events)).toEqual([
      "7<1 start",
      "7<1 load /a.js",
      "8<1 start",
      "8<1 load /b.js",
    ]);
  });

  test("of a thread are its process's, which neither comes nor goes with it", async () => {
    const log = `${headOf("node", ',"thread":2')}{"k":"load","p":"/a.js"}\n{"k":"end"}\n`;
    expect(describeAll((await readFormat(nodeHook, log)).events)).toEqual(["7<1 load /a.js"]);
  });

  test("tell that the hook began late", async () => {
    const { events } = await readFormat(nodeHook, headOf("node", ',"late":true'));
    expect(describeAll(events)).toEqual(["7<1 start", "lost late-start"]);
  });

  test("tell that a process was ended which writes at its end", async () => {
    const head = headOf("php", ',"until":"end"');
    const { events } = await readFormat(phpHook, `${head}${head}{"k":"end"}\n${head}`);
    expect(describeAll(events)).toEqual([
      "7<1 start",
      "lost detached",
      "7<1 start",
      "7<1 exit",
      "7<1 start",
      "lost detached",
    ]);
  });

  test("end cut when the last one is broken, and not when the process was killed", async () => {
    const whole = `${headOf("node")}{"k":"load","p":"/a.js"}\n`;
    const cut = await readFormat(nodeHook, `${whole}{"k":"load","p":"/b`);
    expect(describeAll(cut.events)).toEqual(["7<1 start", "7<1 load /a.js", "lost cut"]);
    expect(cut.problems).toEqual([]);
    expect(describeAll((await readFormat(nodeHook, whole)).events)).toEqual([
      "7<1 start",
      "7<1 load /a.js",
    ]);
  });

  test("of another runtime are left out with a problem", async () => {
    const log = `${headOf("node")}{"k":"load","p":"/a.js"}\n${headOf("ruby")}{"k":"load","p":"/b.rb"}\n`;
    const { events, problems } = await readFormat(nodeHook, log);
    expect(describeAll(events)).toEqual(["7<1 start", "7<1 load /a.js"]);
    expect(problems).toMatchObject([{ code: "LOG_LINE", offset: log.indexOf(headOf("ruby")) }]);
  });

  test.each([
    ["another version of the format", '{"coppice":2,"runtime":"node","pid":7}'],
    ["a head without a process", '{"coppice":1,"runtime":"node"}'],
    ["a kind that is none", '{"k":"dance","p":"/a"}'],
    ["a use of nothing", '{"k":"load"}'],
    ["a loss of no kind", '{"k":"lost","c":"__proto__"}'],
    ["something else", "[1]"],
  ])("are problems when they are %s", async (_, line) => {
    const { problems } = await readFormat(nodeHook, `${headOf("node")}${line}\n`);
    expect(problems).toMatchObject([{ code: "LOG_LINE", offset: headOf("node").length }]);
  });

  test("without a head are problems, since they may be of any runtime", async () => {
    await expect(readFormat(nodeHook, '{"k":"load","p":"/a"}\n')).rejects.toMatchObject({
      code: "LOG_FORMAT",
    });
  });

  test("keep bytes of a path that are not UTF-8", async () => {
    const log = `${headOf("ruby")}{"k":"load","p":"/\\u00e9\\udcff\\ud83d\\ude00.rb"}\n`;
    expect(describeAll((await readFormat(rubyHook, log)).events)[1]).toBe("7<1 load /é\udcff😀.rb");
  });

  test("are placed in the image when it is a folder of the recording system", async () => {
    const log = `${headOf("node")}{"k":"load","p":"/srv/root/a.js"}\n`;
    const events = [];
    const batches = nodeHook.read([new TextEncoder().encode(log)], { imageRoot: "/srv/root" });
    for await (const batch of batches) events.push(...batch);
    expect(describeAll(events)[1]).toBe("7<1 load /a.js");
  });
});

test("each format recognises the logs of its own hook alone", () => {
  for (const runtime of Object.keys(formats)) {
    const head = new TextEncoder().encode(`\ufeff\r\n\n${headOf(runtime)}{"k":"load"`);
    const known = Object.entries(formats).filter(([, format]) => format.recognises(head));
    expect(known.map(([name]) => name)).toEqual([runtime]);
  }
  const others = [
    "",
    "{",
    '{"coppice":1',
    '{"coppice":1,"runtime":"perl"}',
    "import time: x",
    '{"k":1}',
  ];
  for (const text of others) {
    for (const format of Object.values(formats)) {
      expect(format.recognises(new TextEncoder().encode(text))).toBe(false);
    }
  }
});

describe("properties", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("load", "exec", "end", "lost", "/a", "__proto__"),
  );
  const line = fc.oneof(
    fc.constantFrom(
      headOf("node").trim(),
      headOf("ruby").trim(),
      '{"k":"end"}',
      "",
      "x",
      '{"k":"load",',
    ),
    fc
      .record({ k: text, p: text, m: text, n: text, c: text, t: fc.double() })
      .map((it) => JSON.stringify(it)),
  );
  const log = fc.array(line, { maxLength: 20 }).map((lines) => headOf("node") + lines.join("\n"));

  test("any chunking gives the same events, and any bytes give events, problems or a coded error", async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.nat(50)), async (content, sizes) => {
        const bytes = new TextEncoder().encode(content);
        const whole = await gather(nodeHook, [bytes]);
        expect(await gather(nodeHook, cutInto(bytes, sizes))).toEqual(whole);
      }),
    );
    await fc.assert(
      fc.asyncProperty(log, fc.array(fc.tuple(fc.nat(), fc.nat(255))), async (content, changes) => {
        const bytes = new TextEncoder().encode(content);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        await gather(nodeHook, [bytes]);
      }),
    );
  });
});
