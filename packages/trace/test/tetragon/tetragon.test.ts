import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tetragon } from "@coppice/trace";
import { expect, test } from "vitest";
import { corpus } from "../corpus.ts";
import { bytesOf, checkHardness, readFormat } from "../json/read-format.ts";

const container = "86eb9e29a77d432afc7a15b424db1d24a382f3caae26f860ab22df8cb5e96054";
const time = "2026-11-25T12:00:00.5Z";
const pod = {
  container: {
    id: `containerd://${container}`,
    name: "web",
    image: { id: `registry.example/web@sha256:${"0a".repeat(32)}`, name: "registry.example/web:1" },
  },
};

/** A process of that container, with its id made of its pid. */
function program(pid: number, facts: object = {}) {
  const docker = container.slice(0, 31);
  const binary = "/usr/bin/id";
  return { exec_id: `e${pid}`, pid, cwd: "/srv", binary, flags: "execve clone", docker, ...facts };
}

const exec = (process: object, parent?: object) => ({
  process_exec: { process, parent },
  node_name: "n",
  time,
});

/** A probe's event of process 9, after its exec. */
const probe = (name: string, args: object[], result?: object, facts: object = {}) => [
  exec(program(9)),
  {
    process_kprobe: {
      process: program(9),
      function_name: name,
      args,
      return: result,
      policy_name: "coppice",
      ...facts,
    },
    node_name: "n",
    time,
  },
];

/** What a log says after the first `start` and `exec`, but for that it may be filtered. */
async function saidOf(log: readonly object[], skip = 2): Promise<readonly string[]> {
  return withoutFiltered((await readFormat(tetragon, log)).said.slice(skip));
}

function withoutFiltered(said: readonly string[]): readonly string[] {
  return said.filter((text) => text !== "lost filtered");
}

test("a program is executed under the path that it was given, in its container", async () => {
  const { events } = await readFormat(tetragon, [
    exec(program(9, { pod, binary: "/srv/run.sh" }), program(5, { flags: "execve" })),
  ]);
  const process = { pid: 9, parent: 5, program: "/srv/run.sh", container };
  expect(events.slice(2)).toEqual([
    {
      kind: "image",
      offset: 0,
      container,
      name: "registry.example/web:1",
      digest: `sha256:${"0a".repeat(32)}`,
    },
    { kind: "start", offset: 0, time: 1795608000.5, process },
    {
      kind: "exec",
      offset: 0,
      time: 1795608000.5,
      process,
      path: { known: true, path: "/srv/run.sh" },
    },
    expect.objectContaining({ kind: "lost", code: "filtered" }),
  ]);
  const undated = { process_exec: { process: program(9, { start_time: time }) } };
  expect((await readFormat(tetragon, [undated])).events[0]).toMatchObject({ time: 1795608000.5 });
  // That its parent runs shows that it was executed too, and that the log has not all of what it did.
  expect(events.slice(0, 2)).toMatchObject([
    { kind: "lost", code: "unseen-exec", count: 1 },
    { kind: "exec", process: { pid: 5 } },
  ]);
});

test("what a process is, is taken from its first event, and shared", async () => {
  const { events, said } = await readFormat(tetragon, [
    exec(program(9)),
    exec(program(9)),
    { process_exit: { process: program(9) }, time },
  ]);
  expect(withoutFiltered(said)).toEqual(["start 9", "exec /usr/bin/id", "exit 9"]);
  const processes = events.flatMap((event) => ("process" in event ? [event.process] : []));
  expect(new Set(processes).size).toBe(1);
});

test("a process whose exec is not in the log counts, and the log says so", async () => {
  const [, event] = probe("security_file_open", [{ file_arg: { path: "/etc/hosts" } }]);
  expect(await saidOf([event ?? {}], 0)).toEqual([
    "lost unseen-exec 1",
    "start 9",
    "exec /usr/bin/id",
    "open /etc/hosts (real)",
  ]);
});

test("a forked process that runs on as its parent's program has no exec to be seen", async () => {
  const process = program(9, { flags: "clone" });
  const log = [exec(program(5)), { process_exit: { process, parent: program(5) }, time }];
  expect(await saidOf(log)).toEqual(["start 9", "exec /usr/bin/id", "exit 9"]);
});

test("a process that forked without its maker in the log may have done more than is in it", async () => {
  const process = program(9, { flags: "clone" });
  const log = [{ process_exit: { process }, time }];
  expect(await saidOf(log, 0)).toEqual([
    "lost unseen-exec 1",
    "start 9",
    "exec /usr/bin/id",
    "exit 9",
  ]);
});

test("an event that does not say whose it is, is lost", async () => {
  const log = [exec(program(9)), { process_exec: {}, node_name: "n", time }];
  expect(await saidOf(log)).toEqual(["lost dropped 1"]);
});

test("a process that was there before the recording is a late start", async () => {
  const process = program(9, { flags: "procFS auid", binary: "/usr/bin/id (deleted)" });
  expect(await saidOf([exec(process)], 0)).toEqual([
    "lost late-start 1",
    "start 9",
    "exec /usr/bin/id (real)",
  ]);
});

test("names of programs that are not whole are unknown", async () => {
  const said = async (facts: object) =>
    (await saidOf([exec(program(9, { flags: "execve", ...facts }))], 0)).join();
  expect(await said({ flags: "execve truncFilename" })).toBe("exec ?truncated /usr/bin/id");
  expect(await said({ flags: "execve errorFilename", binary: "x" })).toBe("lost dropped 1");
  expect(await said({ binary: undefined })).toBe("lost dropped 1");
  expect(await said({ binary: "run.sh", cwd: "" })).toBe("exec ?no-directory run.sh");
  expect(await said({ binary: "/proc/self/fd/9" })).toBe("exec ?no-directory /proc/self/fd/9");
  expect(await said({ binary: "/usr/b\ufffdn/id" })).toBe("exec ?pattern /usr/b*n/id");
  expect(await said({ binary: "/srv/enomem" })).toBe("lost dropped 1");
  expect(await said({ binary: "<enomem>", cwd: "" })).toBe("lost dropped 1");
  expect(await said({ flags: "execve truncFilename", binary: "x/y" })).toBe(
    "exec ?pattern **/x/y**",
  );
  const cut: readonly [flag: string, cwd: string, binary: string, said: string][] = [
    ["errorPathResolutionCwd", "/b/c", "/b/c/x", "exec ?pattern **/b/c/x"],
    ["errorPathResolutionCwd", "/b/c", "/usr/bin/x", "exec /usr/bin/x"],
    ["errorPathResolutionCwd", "/b/[P]/c", "/b/&/c/x", "exec ?pattern **/b/**/c/x"],
    ["errorMountsResolutionCwd", "/[M]/c", "/c/&x", "exec ?pattern **/c/&x"],
  ];
  for (const [flag, cwd, binary, expected] of cut)
    expect(await said({ flags: `execve ${flag}`, cwd, binary })).toBe(expected);
});

test("functions say what is done with their files", async () => {
  const file = { file_arg: { path: "/etc/hosts", permission: "-rw-r--r--" } };
  const path = { path_arg: { path: "/etc/hosts" } };
  const cases: readonly [string, object[], object | undefined, string][] = [
    ["security_file_open", [file], { int_arg: 0 }, "open /etc/hosts (real)"],
    ["security_file_open", [file], { int_arg: -13 }, ""],
    ["security_file_permission", [file, { int_arg: 4 }], { int_arg: 0 }, "read /etc/hosts (real)"],
    ["security_file_permission", [file, { int_arg: 2 }], undefined, "write /etc/hosts (real)"],
    ["security_file_permission", [file, { int_arg: 32 }], undefined, "open /etc/hosts (real)"],
    ["security_mmap_file", [file, { uint_arg: 5 }], undefined, "map /etc/hosts (real)"],
    ["security_mmap_file", [file, { uint_arg: 1 }], undefined, "read /etc/hosts (real)"],
    ["security_mmap_file", [file, { size_arg: "4" }], undefined, "map /etc/hosts (real)"],
    ["security_mmap_file", [{ file_arg: {} }, { uint_arg: 5 }], undefined, ""],
    ["security_inode_getattr", [path], undefined, "stat /etc/hosts (real)"],
    ["security_path_truncate", [path], undefined, "write /etc/hosts (real)"],
    [
      "security_bprm_check",
      [{ linux_binprm_arg: { path: "/bin/x" } }],
      undefined,
      "exec /bin/x (real)",
    ],
    [
      "bprm_check_security",
      [{ linux_binprm_arg: { path: "/bin/x" } }],
      { int_arg: 1 },
      "exec /bin/x (real)",
    ],
    ["fd_install", [{ int_arg: 3 }, file], undefined, "open /etc/hosts (real)"],
    ["__x64_sys_write", [file, { bytes_arg: "eA==" }], undefined, "write /etc/hosts (real)"],
    ["some_function", [file], undefined, "open /etc/hosts (real)"],
    ["some_function", [path], undefined, "stat /etc/hosts (real)"],
    ["some_function", [{ linux_binprm_arg: { path: "/x" } }], undefined, "exec /x (real)"],
    ["some_function", [{ string_arg: "/etc/hosts" }], undefined, ""],
    [
      "sys_openat",
      [{ int_arg: -100 }, { string_arg: "/etc/hosts" }],
      { int_arg: 3 },
      "open /etc/hosts",
    ],
    [
      "sys_openat",
      [{ int_arg: -100 }, { string_arg: "hosts" }],
      { int_arg: 3 },
      "open ?no-directory hosts",
    ],
    ["sys_openat", [{ int_arg: -100 }, { string_arg: "/etc/hosts" }], { int_arg: -2 }, ""],
    ["sys_openat", [{ string_arg: "/etc/hosts" }], { size_arg: "18446744073709551614" }, ""],
    ["sys_openat", [{ string_arg: "/etc/hosts" }], { uint_arg: 4294967294 }, ""],
    ["__x64_sys_write", [{ int_arg: 1 }, { string_arg: "/etc/hosts" }], undefined, ""],
    ["sys_rename", [{ string_arg: "/a" }, { string_arg: "/b" }], undefined, "remove /a,write /b"],
    ["sys_rename", [{ string_arg: "/a" }], undefined, "remove /a"],
    ["sys_unlink", [{ string_arg: "/a" }], undefined, "remove /a"],
    ["fd_install", [{ file_arg: { path: "etc/hosts" } }], undefined, "open /etc/hosts (real)"],
    [
      "fd_install",
      [{ file_arg: { path: "x/y", mount: "/mnt" } }],
      undefined,
      "open /mnt/x/y (real)",
    ],
    ["fd_install", [{ file_arg: { path: "socket:[7]" } }], undefined, ""],
    ["vfs_write", [{ file_arg: { path: "/dev/null" } }], undefined, "write /dev/null (real)"],
    ["security_mmap_file", [{ file_arg: { path: "/x" } }], undefined, "read /x (real)"],
    ["do_renameat2", [{ file_arg: { path: "/x" } }], undefined, "open /x (real)"],
    ["sys_rename", [{ file_arg: { path: "/x" } }], undefined, "write /x (real)"],
    [
      "fd_install",
      [{ file_arg: { path: "/7/8", flags: "unresolvedPathComponents" } }],
      undefined,
      "open ?pattern **/7/8",
    ],
    [
      "fd_install",
      [
        {
          file_arg: {
            path: "/[M]/7/[P]/8",
            flags: "unresolvedMountPoints unresolvedPathComponents",
          },
        },
      ],
      undefined,
      "open ?pattern **/7/**/8",
    ],
  ];
  for (const [name, args, result, expected] of cases)
    expect([name, (await saidOf(probe(name, args, result))).join()]).toEqual([name, expected]);
});

test("a function that Tetragon made fail is no use", async () => {
  const args = [{ file_arg: { path: "/etc/hosts" } }];
  const said = (action: string, result?: object) =>
    saidOf(probe("file_open", args, result, { action: `KPROBE_ACTION_${action}` }));
  expect(await said("OVERRIDE")).toEqual([]);
  expect(await said("OVERRIDE", { int_arg: 0 })).toEqual(["open /etc/hosts (real)"]);
  expect(await said("POST")).toEqual(["open /etc/hosts (real)"]);
});

test("functions say what is done with their sockets", async () => {
  const sock = { sock_arg: { saddr: "10.0.0.1", sport: 80, daddr: "2001:db8::1", dport: 443 } };
  const peer = { sockaddr_arg: { addr: "192.0.2.1", port: 53 } };
  const cases: readonly [string, object[], object | undefined, string][] = [
    ["tcp_connect", [sock], undefined, "connect [2001:db8::1]:443"],
    ["security_socket_connect", [sock, peer], { int_arg: 0 }, "connect 192.0.2.1:53"],
    ["__x64_sys_connect", [peer], { int_arg: -115 }, "connect 192.0.2.1:53"],
    ["__x64_sys_connect", [peer], { int_arg: -111 }, ""],
    ["inet_csk_listen_start", [sock], undefined, "listen 10.0.0.1:80"],
    ["inet_csk_accept", [], sock, "accept 10.0.0.1:80"],
    ["tcp_sendmsg", [sock], undefined, ""],
    [
      "security_socket_connect",
      [{ sockaddrun_arg: { path: "/run/x" } }],
      undefined,
      "connect /run/x",
    ],
    ["tcp_connect", [{}], undefined, ""],
  ];
  for (const [name, args, result, expected] of cases)
    expect([name, (await saidOf(probe(name, args, result))).join()]).toEqual([name, expected]);
});

test("events of other kinds are read, in whatever way they were fetched", async () => {
  const process = program(9);
  const event = async (kind: string, facts: object) =>
    (await saidOf([exec(process), { result: { [kind]: { process, ...facts }, time } }])).join();
  const traced = { subsys: "syscalls", event: "sys_enter_openat", policy_name: "coppice" };
  expect(await event("process_tracepoint", { ...traced, args: [{ string_arg: "/x" }] })).toBe(
    "open /x",
  );
  const hooked = { function_name: "file_open", policy_name: "coppice" };
  expect(await event("process_lsm", { ...hooked, args: [{ file_arg: { path: "/x" } }] })).toBe(
    "open /x (real)",
  );
  expect(await event("process_loader", { path: "/lib/libc.so.6" })).toBe(
    "map /lib/libc.so.6 (real)",
  );
  expect(await event("process_uprobe", { path: "/lib/libssl.so.3", symbol: "SSL_read" })).toBe(
    "call ?outside /lib/libssl.so.3",
  );
  expect(
    await event("process_usdt", {
      path: `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${container}/rootfs/lib/x.so`,
    }),
  ).toBe("call /lib/x.so");
  expect(
    await event("process_connect", { destination_ip: "192.0.2.1", destination_port: 80 }),
  ).toBe("connect 192.0.2.1:80");
  expect(await event("process_listen", { ip: "::", port: 80 })).toBe("listen [::]:80");
  expect(await event("process_accept", { source_ip: "10.0.0.1", source_port: 80 })).toBe(
    "accept 10.0.0.1:80",
  );
  expect(await event("process_close", {})).toBe("");
  const unknown = { process_new_kind: { process }, node_name: "n", time };
  expect(await readFormat(tetragon, [exec(process), unknown])).toMatchObject({ problems: [] });
});

test("Tetragon's own messages are passed over", async () => {
  const log = `time="2026-11-25T12:00:00Z" level=info msg="Starting"
{"level":"info","msg":"Starting","time":"2026-11-25T12:00:00Z"}
level=info msg={}
${JSON.stringify(exec(program(9)))}
Defaulted container
`;
  const { said, problems } = await readFormat(tetragon, log);
  expect(withoutFiltered(said)).toEqual(["start 9", "exec /usr/bin/id"]);
  expect(problems).toHaveLength(1);
});

test("a probe of io_uring says that files can be opened unseen", async () => {
  expect(await saidOf(probe("sys_io_uring_setup", []))).toEqual(["lost io-uring 1"]);
});

test("notices of what was dropped, and records from the gateway, are recognised", () => {
  const recognises = (line: object) => tetragon.recognises(bytesOf([line]));
  expect(recognises({ process_throttle: { type: "THROTTLE_START", cgroup: "x" } })).toBe(true);
  expect(recognises({ rate_limit_info: { number_of_dropped_process_events: "7" } })).toBe(true);
  expect(recognises({ result: exec(program(9)) })).toBe(true);
  expect(recognises({ process_id: 7, result: { process: {} } })).toBe(false);
});

test("what Tetragon dropped is lost", async () => {
  expect(
    await saidOf(
      [
        { rate_limit_info: { number_of_dropped_process_events: "7" }, node_name: "n", time },
        { rate_limit_info: {}, node_name: "n", time },
        { rate_limit_info: { number_of_dropped_process_events: "-5" }, node_name: "n", time },
        { rate_limit_info: { number_of_dropped_process_events: "1e999" }, node_name: "n", time },
        { process_throttle: { type: "THROTTLE_START", cgroup: "x" }, node_name: "n", time },
        { process_throttle: { type: "THROTTLE_STOP", cgroup: "x" }, node_name: "n", time },
      ],
      0,
    ),
  ).toEqual(["lost dropped 7", ...Array(3).fill("lost dropped 1"), "lost dropped"]);
});

test("a log whose files are those of other policies than ours may lack some", async () => {
  const args = [{ file_arg: { path: "/etc/hosts" } }];
  const said = async (policy: string) =>
    (await readFormat(tetragon, probe("fd_install", args, undefined, { policy_name: policy })))
      .said;
  expect((await said("watch-etc")).at(-1)).toBe("lost filtered");
  expect(await said("coppice")).not.toContain("lost filtered");
  expect((await readFormat(tetragon, [exec(program(9))])).said).toContain("lost filtered");
});

test("only containers count, or the one that is asked for, or the machine below imageRoot", async () => {
  const other = { docker: "19a02291e106ce6227b684197be232e", binary: "/usr/bin/other" };
  const host = { docker: undefined, binary: "/rootfs/usr/bin/host" };
  const log = [
    exec(program(7, host)),
    exec(program(8, other)),
    exec(program(9), program(7, host)),
    { process_exit: { process: program(9, { pod }) }, time },
  ];
  const said = async (options: object) =>
    (await readFormat(tetragon, log, options)).said.filter((text) => /exec|image/.test(text));
  const image = "image registry.example/web:1 sha256:0a0a0a0a";
  expect(await said({})).toEqual(["exec /usr/bin/other", "exec /usr/bin/id"]);
  for (const wanted of [container, container.slice(0, 12)])
    expect(await said({ container: wanted })).toEqual(["exec /usr/bin/id"]);
  expect(await said({ container: "web" })).toEqual([
    image,
    "lost unseen-exec 1",
    "exec /usr/bin/id",
  ]);
  expect((await readFormat(tetragon, log, { container: "db" })).said).toEqual(["lost filtered"]);
  expect(await said({ imageRoot: "/rootfs" })).toContain("exec /usr/bin/host");
  expect(await said({ imageRoot: "/" })).toContain("exec /rootfs/usr/bin/host");
  const alone = await readFormat(tetragon, log.slice(0, 1));
  expect(alone.said).toEqual(["lost filtered"]);
});

test("a process whose container could not be found out counts", async () => {
  const facts = { docker: undefined, flags: "execve errorCgroupName" };
  expect(await saidOf([exec(program(9, facts))], 0)).toEqual(["exec /usr/bin/id"]);
  const older = { docker: undefined, flags: "execve errorDockerKn" };
  expect(await saidOf([exec(program(9, older))], 0)).toEqual(["exec /usr/bin/id"]);
  const named = { docker: undefined, pod: { container: { name: "web" } }, flags: "execve" };
  const log = [exec(program(9, named))];
  const { said } = await readFormat(tetragon, log, { container: "web" });
  expect(withoutFiltered(said)).toEqual(["exec /usr/bin/id"]);
});

test("what a process did counts of which nothing but its number is known", async () => {
  const log = [
    exec(program(9)),
    {
      process_kprobe: {
        process: { pid: 12, flags: "unknown", start_time: time },
        function_name: "security_file_open",
        args: [{ file_arg: { path: "/etc/hosts" } }],
      },
      node_name: "n",
      time,
    },
  ];
  expect(await saidOf(log)).toEqual([
    "lost unseen-exec 1",
    "lost dropped 1",
    "open /etc/hosts (real)",
  ]);
  const { said } = await readFormat(tetragon, log, { container });
  expect(withoutFiltered(said)).toEqual(["start 9", "exec /usr/bin/id", "lost dropped 1"]);
});

test("memory is bounded by the processes that are kept", async () => {
  const limits = { processes: 2 };
  const log = [1, 2, 3].map((pid) => exec(program(pid)));
  const { said } = await readFormat(tetragon, [...log, exec(program(3)), exec(program(1))], {
    limits,
  });
  expect(said.filter((text) => text.startsWith("start"))).toEqual([
    "start 1",
    "start 2",
    "start 3",
    "start 1",
  ]);
});

test("names in a log do no harm", async () => {
  const names = ["/a\nb", '/"', "/ -> ", "/*", "/__proto__", "/\u2028"];
  const log = names.map((binary, pid) => exec(program(pid, { binary, flags: "execve" })));
  expect(await saidOf(log, 0)).toEqual(names.map((name) => `exec ${name}`));
});

test("other JSON is no log of Tetragon, and is said to be none", async () => {
  for (const other of [
    '{"a":1}',
    '{"process":{"pid":1}}',
    "[]",
    "",
    "7 execve()",
    "\u0000\u00ff",
  ]) {
    expect(tetragon.recognises(new TextEncoder().encode(other))).toBe(false);
    await expect(readFormat(tetragon, other)).rejects.toMatchObject({ code: "LOG_FORMAT" });
  }
  const { problems } = await readFormat(
    tetragon,
    `${JSON.stringify(exec(program(9)))}\n{"a":1}\nx\n`,
  );
  expect(problems).toHaveLength(2);
});

test("any cut and any damage of a log is borne", async () => {
  const lines = [
    ...probe("security_mmap_file", [{ file_arg: { path: "/x" } }, { uint_arg: 5 }]),
    exec(program(3, { pod, binary: "/b\u00e9\n" }), program(9)),
    { rate_limit_info: { number_of_dropped_process_events: "7" }, node_name: "n", time },
  ];
  await checkHardness(tetragon, lines.map((line) => JSON.stringify(line)).join("\n"));
  await checkHardness(tetragon, lines.map((line) => JSON.stringify(line, undefined, 2)).join("\n"));
});

test.skipIf(corpus === undefined)("every event of the corpus is recognised and read", async () => {
  const folder = join(corpus ?? "", "trace/tetragon");
  const names = readdirSync(folder).filter(
    (name) => /(^|[-_])(process|events|execution|access)/.test(name) && name.endsWith(".json"),
  );
  expect(names.length).toBeGreaterThan(15);
  const all = new Map<string, readonly string[]>();
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    expect([name, tetragon.recognises(bytes)]).toEqual([name, true]);
    const { said, problems } = await readFormat(tetragon, bytes);
    expect([name, problems]).toEqual([name, []]);
    all.set(name, said);
  }
  expect(all.get("events.json")?.filter((text) => text.startsWith("exec"))).toEqual([
    "exec /usr/bin/netserver",
    "exec /starwars-docker",
    "exec /starwars-docker",
  ]);
  expect(all.get("process_connect.json")).toContain("connect 142.250.180.196:80");
  expect(all.get("process_listen.json")).toContain("listen 0.0.0.0:9080");
  expect(all.get("process_kprobe.json")).toContain("write /etc/passwd (real)");
  expect(all.get("cat_process_kprobe.json")).toContain(
    "read /usr/share/elasticsearch/config/elasticsearch.keystore (real)",
  );
});
