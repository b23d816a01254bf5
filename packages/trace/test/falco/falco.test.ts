import { readFileSync } from "node:fs";
import { join } from "node:path";
import { falco } from "@coppice/trace";
import { expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { bytesOf, checkHardness, readFormat } from "../json/read-format.ts";

type Fields = Readonly<Record<string, unknown>>;

function alert(fields: Fields, facts: object = {}) {
  return {
    hostname: "node-1",
    output: "12:00:00.500000000: Notice x (user=root)",
    output_fields: { "container.id": "16514a12c7ad", "proc.pid": 9, ...fields },
    priority: "Notice",
    rule: "A rule",
    source: "syscall",
    tags: ["container"],
    time: "2026-11-25T12:00:00.5Z",
    ...facts,
  };
}

/** What a log says after that it is filtered. */
async function saidOf(log: readonly object[], options: object = {}): Promise<readonly string[]> {
  const { said } = await readFormat(falco, log, options);
  expect(said).toContain("lost filtered");
  return said.filter((text) => text !== "lost filtered");
}

test("the program of a process is executed, and the image is named", async () => {
  const fields = {
    "container.image.repository": "docker.io/library/nginx",
    "container.image.tag": "1.27",
    "container.image.digest": `sha256:${"0a".repeat(32)}`,
    "container.name": "web",
    "evt.type": "execve",
    "evt.time": 1795608000600000000,
    "proc.exepath": "/usr/bin/dash",
    "proc.name": "sh",
    "proc.ppid": 5,
  };
  const { events, said } = await readFormat(falco, [alert(fields), alert(fields)]);
  expect(said).toEqual([
    "image docker.io/library/nginx:1.27 sha256:0a0a0a0a",
    "exec /usr/bin/dash",
    "lost filtered",
  ]);
  const container = "16514a12c7ad";
  const process = { pid: 9, parent: 5, program: "/usr/bin/dash", container };
  expect(events[1]).toMatchObject({ time: 1795608000.6, process });
  expect(await saidOf([alert({ "proc.exepath": "/tmp/x (deleted)" })])).toEqual(["exec /tmp/x"]);
  expect(await saidOf([alert({ "proc.exepath": "/memfd:x (deleted)" })])).toEqual([]);
  const runtime = { "proc.exepath": "/usr/bin/runc", "proc.name": "runc:[2:INIT]" };
  expect(await saidOf([alert(runtime)])).toEqual([]);
});

test("alerts show the file of their event", async () => {
  const cases: readonly [Fields, string][] = [
    [
      { "evt.type": "openat", "fd.name": "/etc/shadow", "evt.is_open_write": false },
      "open /etc/shadow",
    ],
    [{ "evt.type": "openat", "fd.name": "/etc/x", "evt.is_open_write": "true" }, "write /etc/x"],
    [{ "evt.type": "openat", "fd.name": "/etc/x", "evt.is_open_write": true }, "write /etc/x"],
    [{ "evt.type": "openat", "fd.name": "/etc/x", "evt.res": "ENOENT" }, ""],
    [{ "evt.type": "openat", "fd.name": "/etc/x", "evt.rawres": -2 }, ""],
    [{ "evt.type": "read", "fd.name": "/etc/x", "evt.res": "SUCCESS" }, "read /etc/x"],
    [{ "evt.type": "writev", "fd.name": "/etc/x" }, "write /etc/x"],
    [{ "evt.type": "mmap", "fd.name": "/x", "evt.arg.prot": "PROT_READ|PROT_EXEC" }, "map /x"],
    [{ "evt.type": "mmap", "fd.name": "/x", "evt.arg.prot": "PROT_READ" }, "read /x"],
    [{ "evt.type": "unlinkat", "fs.path.name": "/x" }, "remove /x"],
    [
      { "evt.type": "rename", "fs.path.source": "/x", "fs.path.target": "/y" },
      "remove /x,write /y",
    ],
    [{ "evt.type": "chmod", "fs.path.name": "/x" }, ""],
    [{ "fd.name": "<NA>" }, ""],
    [{ "fd.name": null }, ""],
    [{ "fd.name": "/x" }, "open /x"],
    [{ "fd.name": "/x\ufffd" }, "open ?pattern /x*"],
  ];
  for (const [fields, expected] of cases)
    expect([fields, (await saidOf([alert(fields)])).join()]).toEqual([fields, expected]);
});

test("alerts show the socket of their event", async () => {
  const cases: readonly [string, string, string][] = [
    ["connect", "10.0.0.1:5000->192.0.2.1:443", "connect 192.0.2.1:443"],
    ["connect", "2001:db8::1:5000->2001:db8::2:443", "connect [2001:db8::2]:443"],
    ["connect", "/run/x.sock", "open /run/x.sock,connect /run/x.sock"],
    ["accept4", "192.0.2.1:5000->10.0.0.1:80", "accept 10.0.0.1:80"],
    ["listen", "0.0.0.0:80", "listen 0.0.0.0:80"],
    ["connect", "x", ""],
    ["sendto", "10.0.0.1:5000->192.0.2.1:443", ""],
  ];
  for (const [type, name, expected] of cases)
    expect([name, (await saidOf([alert({ "evt.type": type, "fd.name": name })])).join()]).toEqual([
      name,
      expected,
    ]);
  const going = { "evt.type": "connect", "fd.name": "10.0.0.1:1->192.0.2.1:2" };
  expect(await saidOf([alert({ ...going, "evt.rawres": -115, "evt.res": "EINPROGRESS" })])).toEqual(
    ["connect 192.0.2.1:2"],
  );
});

test("what Falco dropped is lost", async () => {
  const notice = (name: string, fields: Fields, hostname = "node-1") =>
    alert(fields, { rule: `Falco internal: ${name}`, hostname });
  const { said } = await readFormat(falco, [
    notice("syscall event drop", { n_drops: "815508" }),
    notice("syscall event drop", {}),
    notice("syscall event drop", { n_drops: -3 }),
    notice("metrics snapshot", { "scap.n_drops": 7 }),
    notice("metrics snapshot", { "scap.n_drops": 10, "falco.outputs_queue_num_drops": 1 }),
    notice("metrics snapshot", { "scap.n_drops": 10 }),
    notice("metrics snapshot", { "scap.n_drops": 5 }, "node-2"),
    notice("metrics snapshot", { "scap.n_drops": 2 }),
    notice("hot restart failure", {}, "x"),
    alert({}, { rule: "Falco internal: other", output_fields: undefined }),
  ]);
  expect(said).toEqual([815508, 1, 1, 7, 4, 5, 2].map((count) => `lost dropped ${count}`));
});

test("Falco's own messages are passed over, and what they say to be dropped is lost", async () => {
  const log = `Wed Mar 27 15:28:22 2019: Falco initialized with configuration file /etc/falco/falco.yaml
${JSON.stringify(alert({ "fd.name": "/x" }))}
Wed Mar  7 15:28:24 2019: Falco internal: syscall event drop. 41252 system calls dropped in last second.
2019-03-27T15:28:24+0000: Loading rules from:
   /etc/falco/falco_rules.yaml | schema validation: ok
2019-03-27T15:28:25+0000: Falco internal: syscall event drop. 7 system calls dropped in last second.
2019-03-27
Wed March
hello
`;
  const { said, problems } = await readFormat(falco, log);
  expect(said).toEqual(["open /x", "lost dropped 41252", "lost dropped 7", "lost filtered"]);
  expect(problems).toHaveLength(3);
});

test("only containers count, or the one that is asked for, or the machine below imageRoot", async () => {
  const log = [
    alert({ "fd.name": "/host", "container.id": "host", "container.name": "host" }),
    alert({ "fd.name": "/web", "container.name": "web" }),
    alert({ "fd.name": "/unknown", "container.id": null }),
  ];
  expect(await saidOf(log)).toEqual(["open /web", "open /unknown"]);
  for (const container of ["web", "16514a12c7ad", `16514a12c7ad${"0".repeat(52)}`])
    expect(await saidOf(log, { container })).toEqual(["open /web", "lost dropped 1"]);
  expect(await saidOf(log, { imageRoot: "/" })).toEqual([
    "open /host",
    "open /web",
    "open /unknown",
  ]);
  expect(await saidOf(log, { container: "db" })).toEqual(["lost dropped 1"]);
});

test("other JSON is no log of Falco, and is said to be none", async () => {
  for (const other of ['{"a":1}', '{"rule":"x","level":"error"}', "[]", "", "7 execve()"]) {
    expect(falco.recognises(bytesOf(other))).toBe(false);
    await expect(readFormat(falco, other)).rejects.toMatchObject({ code: "LOG_FORMAT" });
  }
  const { problems } = await readFormat(falco, [
    alert({}),
    { a: 1 },
    alert({}, { output_fields: null }),
  ]);
  expect(problems).toHaveLength(1);
});

test("any cut and any damage of a log is borne", async () => {
  const lines = [
    alert({ "evt.type": "execve", "proc.exepath": "/b\u00e9\n" }),
    alert({ "evt.type": "connect", "fd.name": "10.0.0.1:1->192.0.2.1:2" }),
  ];
  await checkHardness(falco, lines.map((line) => JSON.stringify(line)).join("\n"));
});

test.skipIf(corpus === undefined)("the alerts of the corpus are recognised and read", async () => {
  for (const [name, expected] of [
    ["sidekick-0.json", ["open /bin/hack", "lost filtered"]],
    ["sidekick-1.json", ["lost filtered"]],
  ] as const) {
    const bytes = readFileSync(join(corpus ?? "", "trace/falco", name));
    expect(falco.recognises(bytes)).toBe(true);
    const { said, problems } = await readFormat(falco, bytes);
    expect(problems).toEqual([]);
    expect(said).toEqual(expected);
  }
});
