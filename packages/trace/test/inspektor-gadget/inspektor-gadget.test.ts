import { readdirSync, readFileSync } from "node:fs";
import { inspektorGadget } from "@coppice/trace";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { corpus } from "../corpus.ts";
import { bytesOf, expectSturdy, readFormat, say, sayAll } from "../read-format.ts";

const digest = `sha256:${"0f".repeat(32)}`;
const runtime = {
  containerId: "c0ffee00",
  containerName: "web",
  containerImageName: "docker.io/library/nginx:latest",
  containerImageDigest: digest,
};
const common = {
  k8s: { containerName: "", namespace: "", node: "", podName: "" },
  proc: { comm: "cat", pid: 7, tid: 8, parent: { comm: "sh", pid: 6 }, creds: { uid: 0 } },
  runtime,
  timestamp: "2024-07-31T18:38:31.500000000Z",
};
const lines = (...events: readonly unknown[]) =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");
const image = `image docker.io/library/nginx:latest ${digest}`;

describe("trace_open", () => {
  const open = (fname: string, facts: unknown = {}) => ({
    ...common,
    fd: 3,
    error: "",
    error_raw: 0,
    flags: "O_RDONLY",
    mode: "----------",
    fname,
    ...(facts as object),
  });

  test("shows opens that succeeded, and the image once", async () => {
    const log = lines(
      open("/etc/a"),
      open("/etc/absent", { fd: 0, error: "ENOENT", error_raw: 2 }),
      open("lib/b"),
      open("/var/c", { flags: "O_WRONLY|O_CREAT" }),
      open("/var/d", { flags: "O_PATH" }),
    );
    expect(inspektorGadget.recognises(bytesOf(log))).toBe(true);
    expect(await sayAll(inspektorGadget, log)).toEqual([
      image,
      "open /etc/a",
      "open ?no-directory lib/b",
      "write /var/c",
      "stat /var/d",
    ]);
    expect((await readFormat(inspektorGadget, log)).events[1]).toMatchObject({
      time: 1_722_451_111.5,
      process: { pid: 7, parent: 6, container: "c0ffee00" },
    });
  });

  test("cuts long names", async () => {
    const long = `/${"x".repeat(253)}`;
    const log = lines(open(long), open(`/${"🦊".repeat(63)}x`));
    expect((await sayAll(inspektorGadget, log)).slice(1)).toEqual([
      `open ?truncated ${long}`,
      `open ?truncated /${"🦊".repeat(63)}x`,
    ]);
  });

  test("has not the bytes that are no UTF-8", async () => {
    const long = `/é\ufffd${"x".repeat(250)}`;
    const log = lines(open("/é\ufffd/a"), open(long));
    expect((await sayAll(inspektorGadget, log)).slice(1)).toEqual([
      "open ?pattern /é*/a",
      `open ?pattern /é*${"x".repeat(250)}**`,
    ]);
  });

  test("tells by numbers what names of flags leave out", async () => {
    const log = lines(
      open("/a", { flags: "O_RDONLY|O_CLOEXEC", flags_raw: 0o12000000 }),
      open("/b", { flags: "O_RDONLY", flags_raw: 0 }),
      open("/c", { flags: 0o101, error: undefined, ret: 3 }),
    );
    expect((await sayAll(inspektorGadget, log)).slice(1)).toEqual([
      "stat /a",
      "open /b",
      "write /c",
    ]);
  });

  test("that does not tell whether it failed shows nothing but descriptors", async () => {
    const { error: _, error_raw: __, ...untold } = open("/etc/a");
    expect(await sayAll(inspektorGadget, lines(untold, { ...untold, fd: 0 }))).toEqual([
      image,
      "open /etc/a",
      "lost filtered 1",
    ]);
  });

  test("of other containers and of the host is left out", async () => {
    const log = lines(
      open("/host", { runtime: { containerId: "", containerName: "" } }),
      open("/web"),
      open("/db", { runtime: { containerId: "deadbeef", containerName: "db" } }),
      open("/pod", { runtime: undefined, k8s: { containerName: "pod" } }),
    );
    const of = (container?: string) =>
      sayAll(inspektorGadget, log, container === undefined ? {} : { container });
    expect(await of()).toEqual([image, "open /web", "open /db", "open /pod"]);
    expect(await of("c0ff")).toEqual([image, "open /web"]);
    expect(await of("db")).toEqual(["open /db"]);
    expect(await of("pod")).toEqual(["open /pod"]);
    expect(await of("none")).toEqual(["lost filtered"]);
    const untold = open("/a", { runtime: undefined, k8s: undefined });
    const other = open("/absent", { runtime: undefined, k8s: undefined, error: "ENOENT" });
    expect(await sayAll(inspektorGadget, log + lines(untold, other), { container: "web" })).toEqual(
      [image, "open /web", "lost dropped 1"],
    );
  });

  test("of the host counts when that has the image's root", async () => {
    const log = lines(
      open("/srv/image/a", { runtime: { containerId: "" } }),
      open("/host", { runtime: { containerId: "" } }),
    );
    expect(await sayAll(inspektorGadget, log)).toEqual(["lost filtered"]);
    expect(await sayAll(inspektorGadget, log, { imageRoot: "/srv/image" })).toEqual([
      "open /a",
      "open ?outside /host",
    ]);
  });

  test("built in had other names", async () => {
    const builtIn = {
      node: "n",
      namespace: "default",
      pod: "p",
      container: "web",
      timestamp: 1_700_000_000_500_000_000,
      type: "normal",
      mountnsid: 4_026_531_840,
      pid: 9,
      comm: "cat",
      fd: 3,
      err: 0,
      flags: ["O_RDWR"],
      path: "a",
      fullPath: "/etc/a",
    };
    const log = lines(
      builtIn,
      { ...builtIn, err: undefined, fd: undefined, fullPath: "/dev/null" },
      { ...builtIn, err: 2 },
      { ...builtIn, err: undefined, ret: -2 },
      { type: "warn", message: "lost 12 samples", node: "n" },
      { type: "err", message: "oh", node: "n" },
      { type: "debug", message: "tracing", node: "n" },
    );
    expect(inspektorGadget.recognises(bytesOf(log))).toBe(true);
    expect(await sayAll(inspektorGadget, log)).toEqual([
      "write /etc/a",
      "write /dev/null",
      "lost dropped 12",
    ]);
    expect((await readFormat(inspektorGadget, log)).events[0]).toMatchObject({
      time: 1_700_000_000.5,
      process: { pid: 9 },
    });
  });
});

describe("trace_exec", () => {
  const exec = (facts: object) => ({
    ...common,
    runtime: { containerId: "c0" },
    error: "",
    ...facts,
  });
  const said = (facts: object) => sayAll(inspektorGadget, lines(exec(facts)));

  test("shows what was executed by the first argument", async () => {
    expect(await said({ args: "/bin/cat\u00a0/etc/a b" })).toEqual(["exec /bin/cat"]);
    expect(await said({ args: "/opt/my app\u00a0x" })).toEqual(["exec /opt/my app"]);
    expect(await said({ args: "/bin/cat x" })).toEqual(["exec /bin/cat"]);
    expect(await said({ args: ["/bin/cat", "x"], retval: 0 })).toEqual(["exec /bin/cat"]);
    expect(await said({ args: "./run" })).toEqual(["exec ?no-directory ./run"]);
    expect(await said({ args: "./run", cwd: "/srv" })).toEqual(["exec /srv/run"]);
    expect(await said({ args: "/bin/absent", error: "ENOENT" })).toEqual([]);
    expect(await said({ args: "" })).toEqual([]);
    expect(await said({ args: [] })).toEqual([]);
    const long = `/${"x".repeat(126)}`;
    expect(await said({ args: `${long}\u00a0y` })).toEqual([`exec ?truncated ${long}`]);
  });

  test("tells with --paths where that led, and a script's interpreter", async () => {
    const script = exec({
      args: "run\u00a0x",
      cwd: "/srv",
      file: "/opt/run.sh",
      exepath: "/usr/bin/dash",
    });
    const { events } = await readFormat(inspektorGadget, lines(script));
    expect(events).toMatchObject([
      { path: { path: "/srv/run", real: "/opt/run.sh" }, process: { program: "/usr/bin/dash" } },
      { path: { path: "/usr/bin/dash" } },
    ]);
    const binary = { args: "cat", file: "/usr/bin/cat", exepath: "/usr/bin/cat" };
    expect(await said(binary)).toEqual(["exec /usr/bin/cat"]);
    expect(await said({ args: "/bin/sh", exepath: "/usr/bin/dash" })).toEqual([
      "exec /bin/sh",
      "exec /usr/bin/dash",
    ]);
  });

  test("of versions that show the program's own arguments has no path without --paths", async () => {
    expect(await said({ args: "/bin/cat\u00a0x", fctime: 1 })).toEqual(["exec ?name /bin/cat"]);
    expect(await said({ args: "/bin/cat", fctime: 1, file: "/opt/c", exepath: "/opt/c" })).toEqual([
      "exec /opt/c",
    ]);
  });
});

test("trace_tcp and trace_tcpconnect show connections", async () => {
  const ends = {
    src: { addr: "10.0.0.8", port: 41_464, proto: 6, version: 4 },
    dst: { addr: "::1", port: 80, proto: 6, version: 6 },
  };
  const base = { ...common, runtime: { containerId: "c0" }, ...ends };
  const log = lines(
    { ...base, type: "connect" },
    { ...base, type: "accept" },
    { ...base, type: "close" },
    { ...base, latency: "1ms" },
    { ...base, qr: "Q" },
    { ...base, type: "normal", operation: "connect" },
    { ...base, type: "connect", error: "ECONNREFUSED" },
    { ...base, type: "connect", dst: { addr: "::1" } },
  );
  expect(await sayAll(inspektorGadget, log)).toEqual([
    "connect [::1]:80",
    "accept 10.0.0.8:41464",
    "connect [::1]:80",
    "connect [::1]:80",
  ]);
});

test("what the command writes beside events is passed over, and tells of losses", async () => {
  const event = { ...common, runtime: { containerId: "c0" }, error: "", fname: "/a" };
  const log = `\ufeff$ sudo ig run trace_open:latest -o jsonpretty
WARN[0000] Ignoring runtime "cri-o" with non-existent socketPath "/run/crio/crio.sock"
${JSON.stringify(event, null, 2)}
WARN[0007] reading perf ring buffer: lost 12 samples
time="2024-07-31T18:38:31Z" level=warning msg="lost samples"
${JSON.stringify(event)}
hello
^C
`;
  expect(inspektorGadget.recognises(bytesOf(log))).toBe(true);
  const { problems } = await readFormat(inspektorGadget, log);
  expect(await sayAll(inspektorGadget, log)).toEqual(["open /a", "lost dropped 12", "open /a"]);
  expect(problems).toMatchObject([{ code: "LOG_LINE", offset: bytesOf(log).length - 9 }]);
  const cut = log.slice(0, log.indexOf("fname"));
  expect(await sayAll(inspektorGadget, lines(event) + cut)).toEqual(["open /a", "lost cut"]);
});

describe("documents of YAML", () => {
  const event = {
    ...common,
    runtime: { containerId: "c0" },
    error: "",
    error_raw: 0,
    fd: 3,
    flags_raw: 0o101,
  };
  const yaml = (...events: readonly unknown[]) =>
    events.map((one) => `---\n${stringify(one, { sortMapEntries: true })}`).join("");

  test("say the same as objects of JSON", async () => {
    const events = [
      { ...event, fname: "/a: b" },
      { ...event, fname: "/absent", error: "ENOENT" },
      { ...event, fname: "123" },
      { ...event, flags_raw: undefined, args: "/bin/sh\u00a0-c\u00a0a\n$ b" },
      { ...event, type: "connect", dst: { addr: "::1", port: 80 } },
    ];
    const log = `$ ig run\nWARN[0000] x\n${yaml(...events)}^C\n`;
    expect(inspektorGadget.recognises(bytesOf(log))).toBe(true);
    const read = await readFormat(inspektorGadget, log);
    expect(read.problems).toEqual([]);
    expect(read.events.map(say)).toEqual(await sayAll(inspektorGadget, lines(...events)));
    expect(read.events[0]).toMatchObject({
      offset: log.indexOf("error:"),
      time: 1_722_451_111.5,
      process: { pid: 7, parent: 6, container: "c0" },
    });
  });

  test("may be cut, too long or of another tool", async () => {
    const two = yaml({ ...event, fname: "/a" }, { ...event, fname: "/b" });
    const whole = two.length - 1;
    for (const length of [whole, two.indexOf("timestamp", two.indexOf("/b"))]) {
      expect(await sayAll(inspektorGadget, two.slice(0, length))).toEqual([
        "write /a",
        "lost cut 1",
      ]);
    }
    const long = yaml(
      { ...event, fname: "/a", args: "x\n".repeat(500) },
      { ...event, fname: "/b" },
    );
    const read = await readFormat(inspektorGadget, `${long}---\na: [\n---\n`, {
      limits: { lineBytes: 900 },
    });
    expect([read.events.map(say), read.problems.length]).toEqual([["write /b"], 2]);
    await expect(sayAll(inspektorGadget, "---\na: b\n")).rejects.toMatchObject({
      code: "LOG_FORMAT",
    });
  });

  test("of other tools are not recognised", () => {
    const recognised = (head: string) => inspektorGadget.recognises(bytesOf(head));
    expect(recognised("---\nproc: {}\n---\nruntime: {}\n")).toBe(false);
    expect(recognised("proc: {}\nruntime: {}\n")).toBe(false);
    expect(recognised("---\nspec:\n  proc: {}\n  k8s: {}\n")).toBe(false);
    expect(recognised("---\nproc:\n  pid: 7\nruntime:\n  contai")).toBe(true);
  });
});

describe("tables", () => {
  const open = `RUNTIME.CONTAINERNA… COMM                PID         TID         FD FNAME                    MODE       ERROR
`;
  test("show short names whole, and say which are cut", async () => {
    const log = `${open}web                  a b              515459      515459          3 /lib/my lib.so           ----------
web                  cat              515459      515459          0 /lib/tls/libm.so.6       ---------- ENOENT
web                  cat              515459      515459          3 /lib/x86_64-linux-gnu/g… ----------
db                   cat              515459      515459          3 /etc/passwd              ----------
no row
`;
    expect(inspektorGadget.recognises(bytesOf(log))).toBe(true);
    const { problems } = await readFormat(inspektorGadget, log);
    expect(problems).toHaveLength(1);
    expect(await sayAll(inspektorGadget, log, { container: "web" })).toEqual([
      "open /lib/my lib.so",
      "open ?truncated /lib/x86_64-linux-gnu/g…",
    ]);
  });

  test("have rows that stand below their header, and others are none", async () => {
    const log = `K8S.CONTAINER COMM    PID FNAME        FD ERROR
web           cat       7 /etc/a        3
web           cat       7 /etc/longer/than/it  3
web           cat       7 /etc/b        0 ENOE…
`;
    const { events, problems } = await readFormat(inspektorGadget, log);
    expect([events.map(say), problems.length]).toEqual([["open /etc/a"], 1]);
  });

  test("of the built-in gadgets have other columns", async () => {
    const opens = `K8S.NODE         K8S.NAMESPACE    K8S.POD          K8S.CONTAINER    PID     COMM             FD ERR PATH
minikube         default          mypod            mypod            63214   whoami            3   0 /etc/passwd
minikube         default          mypod            mypod            63214   whoami            0   2 /etc/absent
`;
    expect(inspektorGadget.recognises(bytesOf(opens))).toBe(true);
    expect(await sayAll(inspektorGadget, opens, { container: "mypod" })).toEqual([
      "open /etc/passwd",
    ]);
    const execs = `NODE     NAMESPACE POD    CONTAINER PID    PPID   COMM  RET ARGS
minikube default   mypod  mypod     243862 243847 true    0 /bin/true
minikube default   mypod  mypod     243863 243847 sh     -2 /bin/absent
`;
    expect(inspektorGadget.recognises(bytesOf(execs))).toBe(true);
    expect(await sayAll(inspektorGadget, execs)).toEqual(["exec /bin/true"]);
  });

  test("that end in a row may be cut", async () => {
    const log = `${open}web                  cat              515459      515459          3 /etc/pas`;
    expect(await sayAll(inspektorGadget, log)).toEqual(["lost cut 1"]);
  });

  test("of some fields only show what they tell", async () => {
    const log = `K8S.CONTAINERNAME COMM    PID FNAME        FD
web               cat       7 /etc/a        3
web               cat       7 /etc/b        0
`;
    expect(await sayAll(inspektorGadget, log)).toEqual(["open /etc/a", "lost filtered 1"]);
  });
});

test("nothing else is recognised", () => {
  const recognised = (head: string) => inspektorGadget.recognises(bytesOf(head));
  expect(recognised("")).toBe(false);
  expect(recognised("PID    COMM               FD ERR PATH\n")).toBe(false);
  expect(recognised('{"pid":1,"types":"O","path":"/a"}')).toBe(false);
  expect(recognised('{"process_exec":{"process":{"pid":1}}}')).toBe(false);
  expect(recognised('{"k8s":{"podName":"x"}}')).toBe(false);
  expect(recognised("$ ls\nhello\n")).toBe(false);
});

test.skipIf(corpus === undefined)("every example of the documentation is read", async () => {
  const folder = `${corpus}/trace/inspektor-gadget`;
  const counts: Record<string, number> = {};
  for (const name of readdirSync(folder)) {
    const log = readFileSync(`${folder}/${name}`);
    expect(inspektorGadget.recognises(log), name).toBe(true);
    const { events, problems } = await readFormat(inspektorGadget, log);
    // The documentation leaves lines out.
    const left = log
      .toString("utf8")
      .split("\n")
      .filter((line) => line.trim() === "...");
    expect(problems, name).toHaveLength(left.length);
    for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  expect(counts).toEqual({ exec: 31, open: 8, connect: 4, image: 2 });
});

test("any cut, chunk and damage is borne", async () => {
  const name = fc.constantFrom("/a", "b", "", "/é…", "__proto__", "/bin/sh\u00a0-c");
  const event = fc.record(
    {
      proc: fc.constant({ pid: 7 }),
      pid: fc.nat(9),
      runtime: fc.record({ containerId: fc.constantFrom("", "c0"), containerImageName: name }),
      fname: name,
      error: fc.constantFrom("", "ENOENT"),
      args: fc.oneof(name, fc.array(name)),
      file: name,
      exepath: name,
      type: fc.constantFrom("normal", "warn", "connect"),
      message: fc.constantFrom("lost 3 samples", "x"),
      dst: fc.constant({ addr: "1.1.1.1", port: 1 }),
    },
    { requiredKeys: [] },
  );
  const line = fc.oneof(
    { weight: 3, arbitrary: event.map((value) => `${JSON.stringify(value)}\n`) },
    event.map((value) => `${JSON.stringify(value, null, 2)}\n`),
    event.map((value) => `---\n${stringify(value)}`),
    fc.constantFrom(
      "K8S.NODE COMM    PID FNAME        FD ERROR\n",
      "a        cat      7  /etc/a        3      \n",
      "WARN[0007] lost 12 samples\n",
      "x\n",
      "\n",
    ),
  );
  const first = lines({ ...common, fname: "/a", error: "" });
  const document = `---\n${stringify({ ...common, fname: "/a", error: "" })}`;
  await expectSturdy(
    inspektorGadget,
    fc
      .tuple(fc.constantFrom(first, document), fc.array(line))
      .map(([begin, all]) => begin + all.join("")),
  );
});
