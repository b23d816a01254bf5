import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tracee } from "@coppice/trace";
import { expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { bytesOf, checkHardness, readFormat } from "../json/read-format.ts";

const container = "86eb9e29a77d432afc7a15b424db1d24a382f3caae26f860ab22df8cb5e96054";

type Values = Readonly<Record<string, unknown>>;

/** An event as it was written until 2025. */
function old(eventName: string, values: Values, facts: object = {}) {
  return {
    timestamp: 1795608000500000000,
    processId: 1,
    threadId: 1,
    hostProcessId: 9,
    hostThreadId: 9,
    hostParentProcessId: 5,
    processName: "sh",
    container: { id: container, name: "web", image: "registry.example/web:1" },
    eventName,
    matchedPolicies: ["coppice"],
    returnValue: 0,
    args: Object.entries(values).map(([name, value]) => ({ name, type: "const char*", value })),
    ...facts,
  };
}

/** The same in the protocol `v1beta1`, as Tracee writes it itself. */
function recent(name: string, values: Values, facts: object = {}) {
  return {
    timestamp: "2026-11-25T12:00:00.5Z",
    id: 1,
    name,
    policies: { matched: ["coppice"] },
    workload: {
      process: {
        executable: { path: "/usr/bin/dash" },
        host_pid: 9,
        pid: 1,
        thread: { name: "sh", host_tid: 9, tid: 1 },
        ancestors: [{ host_pid: 5, pid: 0 }],
      },
      container: { id: container, name: "web", image: { id: "x", name: "registry.example/web:1" } },
    },
    data: Object.entries(values).map(([key, value]) => ({ name: key, value })),
    ...facts,
  };
}

const exec = {
  cmdpath: "/bin/sh",
  pathname: "/usr/bin/dash",
  interp: "/bin/sh",
  interpreter_pathname: "/usr/lib/ld.so",
};

/** What both ways of writing say of an event after the exec of its process, which must be the same. */
async function saidOf(name: string, values: Values): Promise<string> {
  const first = await readFormat(tracee, [old("sched_process_exec", exec), old(name, values)]);
  const second = await readFormat(tracee, [
    recent("sched_process_exec", exec),
    recent(name, { ...values, returnValue: 0 }),
  ]);
  expect(first.said).toEqual(second.said);
  return first.said.slice(3).join();
}

test("an executed program, its loader and its image are read from both protocols", async () => {
  for (const make of [old, recent]) {
    const { events } = await readFormat(tracee, [make("sched_process_exec", exec)]);
    const process = { pid: 9, parent: 5, program: "/usr/bin/dash", container };
    const origin = { offset: 0, time: 1795608000.5, process };
    expect(events).toEqual([
      { kind: "image", offset: 0, container, name: "registry.example/web:1" },
      { kind: "exec", ...origin, path: { known: true, path: "/bin/sh", real: "/usr/bin/dash" } },
      {
        kind: "map",
        ...origin,
        path: { known: true, path: "/usr/lib/ld.so", real: "/usr/lib/ld.so" },
      },
    ]);
  }
});

test("a script is executed, and so is its interpreter", async () => {
  const said = async (values: Values) =>
    (await readFormat(tracee, [old("sched_process_exec", values)])).said.slice(1);
  expect(
    await said({ cmdpath: "/srv/run.sh", pathname: "/usr/bin/dash", interp: "/bin/sh" }),
  ).toEqual(["exec /srv/run.sh", "exec /bin/sh (real)"]);
  expect(await said({ cmdpath: "./run.sh", pathname: "/usr/bin/dash", interp: "/bin/sh" })).toEqual(
    ["exec ?no-directory ./run.sh", "exec /bin/sh (real)"],
  );
  expect(await said({ cmdpath: "bin/x", pathname: "/srv/bin/x", interp: "bin/x" })).toEqual([
    "exec /srv/bin/x (real)",
  ]);
  expect(await said({ cmdpath: "/srv/x" })).toEqual(["exec /srv/x"]);
  expect(await said({})).toEqual(["lost dropped 1"]);
});

test("events say what is done with files", async () => {
  const cases: readonly [string, Values, string][] = [
    ["security_file_open", { pathname: "/etc/hosts", flags: "O_RDONLY" }, "open /etc/hosts (real)"],
    [
      "security_file_open",
      { pathname: "/usr/x", syscall_pathname: "/bin/../x" },
      "open /bin/../x (real)",
    ],
    ["security_file_open", { pathname: "/usr/x", syscall_pathname: "x" }, "open /usr/x (real)"],
    ["security_mmap_file", { pathname: "/x", prot: 5 }, "map /x (real)"],
    ["security_mmap_file", { pathname: "/x", prot: 1 }, "read /x (real)"],
    ["security_mmap_file", { pathname: "", prot: 5 }, ""],
    ["do_mmap", { pathname: "/x", prot: "PROT_READ|PROT_EXEC" }, "map /x (real)"],
    ["shared_object_loaded", { pathname: "/x" }, "map /x (real)"],
    ["magic_write", { pathname: "/x" }, "write /x (real)"],
    ["security_inode_unlink", { pathname: "/x" }, "remove /x (real)"],
    [
      "security_inode_rename",
      { old_path: "/x", new_path: "/y" },
      "remove /x (real),write /y (real)",
    ],
    ["security_bprm_check", { pathname: "/x" }, "exec /x (real)"],
    ["openat", { dirfd: -100, pathname: "/x", flags: 0 }, "open /x"],
    ["openat", { dirfd: -100, pathname: "x", flags: 0 }, "open ?no-directory x"],
    ["newfstatat", { pathname: "/x" }, "stat /x"],
    ["rename", { oldpath: "/x", newpath: "/y" }, "remove /x,write /y"],
    ["some_event", { pathname: "/x" }, ""],
    ["io_uring_create", {}, "lost io-uring 1"],
  ];
  for (const [name, values, expected] of cases)
    expect([name, await saidOf(name, values)]).toEqual([name, expected]);
});

test("what execve opens is not what was asked for, which is a script", async () => {
  const values = { pathname: "/usr/bin/dash", syscall_pathname: "/srv/run.sh" };
  const process = { host_pid: 9, thread: { syscall: "execve" } };
  for (const opened of [
    old("security_file_open", values, { syscall: "execveat" }),
    recent("security_file_open", values, { workload: { process, container: { id: container } } }),
  ]) {
    const { events } = await readFormat(tracee, [opened]);
    const real = "/usr/bin/dash";
    expect(events.at(-1)).toMatchObject({ kind: "open", path: { known: true, path: real, real } });
  }
});

test("events say what is done with sockets", async () => {
  const address = { sa_family: "AF_INET", sin_addr: "192.0.2.1", sin_port: "53" };
  const six = { sa_family: "AF_INET6", sin6_addr: "2001:db8::1", sin6_port: 443 };
  const cases: readonly [string, Values, string][] = [
    ["security_socket_connect", { sockfd: 3, remote_addr: address }, "connect 192.0.2.1:53"],
    ["security_socket_connect", { remote_addr: six }, "connect [2001:db8::1]:443"],
    [
      "security_socket_connect",
      { remote_addr: { sa_family: "AF_UNIX", sun_path: "/run/x" } },
      "connect /run/x",
    ],
    ["security_socket_connect", { remote_addr: {} }, ""],
    ["security_socket_listen", { local_addr: address }, "listen 192.0.2.1:53"],
    ["socket_accept", { local_addr: address, remote_addr: six }, "accept 192.0.2.1:53"],
    ["net_tcp_connect", { dst: "192.0.2.1", dst_port: 80 }, "connect 192.0.2.1:80"],
    ["net_tcp_connect", {}, ""],
    ["security_socket_connect", {}, ""],
    ["security_socket_bind", { local_addr: address }, ""],
  ];
  for (const [name, values, expected] of cases)
    expect([name, await saidOf(name, values)]).toEqual([name, expected]);
});

test("a call that failed is no use", async () => {
  const start = old("sched_process_exec", exec);
  const { said } = await readFormat(tracee, [
    start,
    old("openat", { pathname: "/x" }, { returnValue: -2 }),
    recent("openat", { pathname: "/x", returnValue: -2 }),
    old("connect", { addr: { sin_addr: "192.0.2.1", sin_port: 1 } }, { returnValue: -115 }),
  ]);
  expect(said.filter((text) => !/^(image|exec|map)/.test(text))).toEqual(["connect 192.0.2.1:1"]);
});

test("protobuf's own JSON is read too", async () => {
  const process = { pid: { value: 9 }, executable: { path: "/usr/bin/dash" } };
  const log = [
    {
      timestamp: { seconds: "1795608000", nanos: 500000000 },
      name: "sched_process_exec",
      policies: { matched: ["coppice"] },
      workload: { process, container: { id: container } },
      data: [
        { name: "pathname", str: "/usr/bin/ls" },
        { name: "prot", u_int64: "5" },
      ],
    },
    {
      timestamp: { seconds: "1795608000" },
      name: "security_socket_connect",
      workload: { process, container: { id: container } },
      data: [{ name: "remote_addr", sockaddr: { sin_addr: "192.0.2.1", sin_port: 80 } }],
    },
  ];
  const { events, said } = await readFormat(tracee, log);
  expect(said).toEqual(["exec /usr/bin/ls (real)", "connect 192.0.2.1:80"]);
  expect(events[0]).toMatchObject({ time: 1795608000.5, process: { pid: 9 } });
  const undated = await readFormat(tracee, [{ ...log[0], timestamp: {} }]);
  expect(undated.events[0]).not.toHaveProperty("time");
});

test("processes are followed from fork to exit, and threads are none", async () => {
  const child = { hostProcessId: 12, hostThreadId: 12, hostParentProcessId: 9 };
  const { said, events } = await readFormat(tracee, [
    old("sched_process_exec", exec),
    old("sched_process_fork", { child_tid: 10, child_pid: 9 }),
    old("sched_process_fork", { child_tid: 12, child_pid: 12 }),
    old("security_file_open", { pathname: "/x" }, child),
    old("sched_process_exit", {}, { ...child, hostThreadId: 13 }),
    old("sched_process_exit", {}, child),
    old("security_file_open", { pathname: "/y" }, child),
  ]);
  expect(said.slice(3)).toEqual([
    "start 12",
    "open /x (real)",
    "exit 12",
    "lost unseen-exec 1",
    "open /y (real)",
  ]);
  expect(events.find(({ kind }) => kind === "open")).toMatchObject({
    process: { pid: 12, parent: 9, program: "/usr/bin/dash", container },
  });
});

test("a process whose exec is not in the log counts by the program that it runs", async () => {
  const { said } = await readFormat(tracee, [recent("security_file_open", { pathname: "/x" })]);
  expect(said.slice(1)).toEqual([
    "lost unseen-exec 1",
    "exec /usr/bin/dash (real)",
    "open /x (real)",
  ]);
});

test("what a runtime does before a container has started is no use of its program", async () => {
  const values = { pathname: "/etc/passwd" };
  const process = { executable: { path: "/usr/bin/runc" }, host_pid: 9 };
  for (const log of [
    [old("security_file_open", values, { contextFlags: { containerStarted: false } })],
    [
      recent("security_file_open", values, {
        workload: { process, container: { id: container, started: false } },
      }),
    ],
  ]) {
    const { said } = await readFormat(tracee, log);
    expect(said.filter((text) => !text.startsWith("image"))).toEqual(["open /etc/passwd (real)"]);
  }
});

test("a container's program whose exec is lost is not taken for its runtime", async () => {
  const starting = { contextFlags: { containerStarted: false } };
  const { said } = await readFormat(tracee, [
    old("security_file_open", { pathname: "/etc/passwd" }, starting),
    old("sched_process_fork", { child_tid: 12, child_pid: 12 }, starting),
    old("security_file_open", { pathname: "/x" }),
    old("security_file_open", { pathname: "/y" }, { hostProcessId: 12, hostThreadId: 12 }),
  ]);
  expect(said.slice(1)).toEqual([
    "open /etc/passwd (real)",
    "start 12",
    "lost unseen-exec 1",
    "open /x (real)",
    "lost unseen-exec 1",
    "open /y (real)",
  ]);
});

test("containers are told by their events", async () => {
  const values = {
    container_id: container,
    container_image: "registry.example/web:1",
    container_image_digest: `registry.example/web@sha256:${"0a".repeat(32)}`,
    container_name: "web",
  };
  const log = [
    old("existing_container", values, { container: {} }),
    old("container_create", { ...values, container_id: "other" }, { container: {} }),
  ];
  const image = "image registry.example/web:1 sha256:0a0a0a0a";
  expect((await readFormat(tracee, log)).said).toEqual([
    image,
    "lost late-start 1",
    image,
    "lost filtered",
  ]);
  expect((await readFormat(tracee, log, { container: "86eb9e29" })).said).toEqual([
    image,
    "lost late-start 1",
    "lost filtered",
  ]);
});

test("only containers count, or the one that is asked for, or the machine below imageRoot", async () => {
  const log = [
    old("security_bprm_check", { pathname: "/host" }, { container: {}, containerId: "" }),
    old("security_bprm_check", { pathname: "/web" }),
    old(
      "security_bprm_check",
      { pathname: "/db" },
      { container: undefined, containerId: "19a02291e106ce6227", containerName: "db" },
    ),
  ];
  const said = async (options: object) =>
    (await readFormat(tracee, log, options)).said.filter((text) => /^exec|filtered/.test(text));
  expect(await said({})).toEqual(["exec /web (real)", "exec /db (real)"]);
  expect(await said({ container: "web" })).toEqual(["exec /web (real)"]);
  expect(await said({ container: "19a02291" })).toEqual(["exec /db (real)"]);
  expect(await said({ container: "x" })).toEqual(["lost filtered"]);
  expect(await said({ imageRoot: "/" })).toContain("exec /host (real)");
  expect((await readFormat(tracee, log.slice(0, 1))).said).toEqual(["lost filtered"]);
});

test("a log of other policies than ours may lack uses", async () => {
  for (const matchedPolicies of [[""], ["other"], undefined])
    expect(
      (await readFormat(tracee, [old("execve", { pathname: "/x" }, { matchedPolicies })])).said.at(
        -1,
      ),
    ).toBe("lost filtered");
});

test("Tracee's own messages are passed over, and what they say to be lost is", async () => {
  const log = [
    { level: "info", ts: 1.5, msg: "starting" },
    old("sched_process_exec", exec),
    { level: "warn", ts: 1.5, msg: "Lost 12 events" },
    old("init_namespaces", { pid: 1 }, { container: {} }),
  ];
  const { said, problems } = await readFormat(tracee, log);
  expect(said.slice(3)).toEqual(["lost dropped"]);
  expect(problems).toEqual([]);
});

test("memory is bounded by the processes that are kept", async () => {
  const pids = [1, 2, 3, 3, 1].map((hostProcessId) =>
    old("execve", { pathname: "/x" }, { hostProcessId }),
  );
  const { said } = await readFormat(tracee, pids, { limits: { processes: 2 } });
  expect(said.filter((text) => text.startsWith("lost"))).toHaveLength(4);
});

test("other JSON is no log of Tracee, and is said to be none", async () => {
  for (const other of [
    '{"a":1}',
    '{"name":"x","timestamp":"2026-11-25T12:00:00Z"}',
    "[]",
    "",
    "7 execve()",
  ]) {
    expect(tracee.recognises(bytesOf(other))).toBe(false);
  }
  for (const other of ['{"a":1}', "[1]", "", "x"])
    await expect(readFormat(tracee, other)).rejects.toMatchObject({ code: "LOG_FORMAT" });
  expect(tracee.recognises(bytesOf([old("x", {})]))).toBe(true);
  expect(tracee.recognises(bytesOf([recent("x", {})]))).toBe(true);
});

test("any cut and any damage of a log is borne", async () => {
  const lines = [
    old("sched_process_exec", exec),
    recent("security_file_open", { pathname: "/b\u00e9\n", syscall_pathname: "b" }),
    old("security_socket_connect", { remote_addr: { sin_addr: "192.0.2.1", sin_port: "53" } }),
  ];
  await checkHardness(tracee, lines.map((line) => JSON.stringify(line)).join("\n"));
  await checkHardness(tracee, lines.map((line) => JSON.stringify(line, undefined, 2)).join("\n"));
});

test.skipIf(corpus === undefined)("the events of the corpus are recognised and read", async () => {
  const read = async (name: string) => {
    const bytes = readFileSync(join(corpus ?? "", "trace/tracee", name));
    expect([name, tracee.recognises(bytes)]).toEqual([name, true]);
    return readFormat(tracee, bytes, { imageRoot: "/" });
  };
  const structure = await read("docs-docs-outputs-event-structure-1.json");
  expect(structure.said.filter((text) => text.startsWith("exec"))).toEqual([
    "exec /usr/bin/ls (real)",
  ]);
  expect(structure.events[0]).toMatchObject({
    time: 1732454400 + 0.123456789,
    process: { pid: 12345 },
  });
  expect((await read("docs-docs-events-custom-golang-1.json")).problems).toEqual([]);
  // An event of its detectors: data is no list there.
  expect((await read("docs-docs-detectors-quickstart-1.json")).problems).toEqual([]);
});
