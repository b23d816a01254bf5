/** Files that a web server with a shell and Python uses; written for this benchmark. */
const libraries = ["libc.so.6", "libm.so.6", "libssl.so.3", "libcrypto.so.3", "libz.so.1"].map(
  (name) => `/usr/lib/x86_64-linux-gnu/${name}`,
);
const programs = ["/usr/sbin/nginx", "/usr/bin/dash", "/usr/bin/python3.11", "/usr/bin/env"];
const files = Array.from(
  { length: 2000 },
  (_, index) => `/usr/lib/python3/dist-packages/module_${index % 150}/part_${index}.py`,
);

const chunkBytes = 65_536;

/**
 * Lines as Tetragon exports them in a Kubernetes cluster, of 1 to 2 KB, until there are `bytes`: one in twenty executes
 * a program, in the others four processes take turns to open and map files.
 */
export function* tetragonLog(bytes: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  let made = 0;
  for (let line = 0; made < bytes; line++) {
    text += lineOf(line);
    if (text.length < chunkBytes) continue;
    yield encoder.encode(text);
    made += text.length;
    text = "";
  }
}

function lineOf(line: number): string {
  const turn = Math.floor(line / 20);
  const time = timeOf(line);
  if (line % 20 === 0) {
    const event = { process: processOf(turn), parent: processOf(turn - 4, 2) };
    return `${JSON.stringify({ process_exec: event, node_name: "node-1", time })}\n`;
  }
  const isMapped = line % 3 === 0;
  const path = (isMapped ? libraries[line % 5] : files[(line * 7) % files.length]) ?? "";
  const event = {
    process: processOf(turn - (line % 4), 1 + (line % 5)),
    parent: processOf(turn - 4 - (line % 4), 2),
    function_name: isMapped ? "security_mmap_file" : "security_file_open",
    args: [
      { file_arg: { path, permission: "-rw-r--r--" } },
      ...(isMapped ? [{ uint_arg: 5 }, { uint_arg: 2 }] : []),
    ],
    return: { int_arg: 0 },
    action: "KPROBE_ACTION_POST",
    policy_name: "coppice",
    return_action: "KPROBE_ACTION_POST",
  };
  return `${JSON.stringify({ process_kprobe: event, node_name: "node-1", time })}\n`;
}

function processOf(turn: number, references = 1): object {
  const id = Math.max(turn, 0);
  const container = "86eb9e29a77d432afc7a15b424db1d24a382f3caae26f860ab22df8cb5e96054";
  return {
    exec_id: execIdOf(id),
    pid: 1000 + id,
    uid: 0,
    cwd: "/srv/app",
    binary: programs[id % programs.length],
    arguments: "--config /etc/app/app.conf --workers 4",
    flags: "execve clone inInitTree",
    start_time: timeOf(id * 20),
    auid: 4_294_967_295,
    pod: {
      namespace: "shop",
      name: "web-6f87496b94-qdlh8",
      container: {
        id: `containerd://${container}`,
        name: "web",
        image: {
          id: `registry.example/shop/web@sha256:${"8e86f744bfea165f".repeat(4)}`,
          name: "registry.example/shop/web:1.4",
        },
        start_time: timeOf(0),
        pid: 1 + (id % 500),
      },
      pod_labels: { app: "web", "pod-template-hash": "6f87496b94" },
      workload: "web",
      workload_kind: "Deployment",
    },
    docker: container.slice(0, 31),
    parent_exec_id: execIdOf(Math.max(id - 4, 0)),
    refcnt: references,
    tid: 1000 + id,
  };
}

function execIdOf(id: number): string {
  return btoa(`node-1:${13_665_822_624_856 + id * 7919}:${1000 + id}`);
}

function timeOf(line: number): string {
  const milliseconds = Date.UTC(2026, 10, 25, 12) + line;
  return new Date(milliseconds).toISOString().replace("Z", "123456Z");
}
