/** Programs, and the libraries that each of them loads. */
const programs: readonly (readonly [program: string, ...libraries: readonly string[]])[] = [
  ["/usr/bin/dash", "libc.so.6"],
  ["/usr/bin/ls", "libselinux.so.1", "libc.so.6", "libpcre2-8.so.0"],
  ["/usr/bin/python3.11", "libm.so.6", "libexpat.so.1", "libz.so.1", "libc.so.6"],
  [
    "/usr/sbin/nginx",
    "libcrypt.so.1",
    "libpcre2-8.so.0",
    "libssl.so.3",
    "libcrypto.so.3",
    "libc.so.6",
  ],
  ["/usr/bin/git", "libpcre2-8.so.0", "libz.so.1", "libc.so.6"],
];

const chunkBytes = 1 << 16;

/**
 * At least so many bytes of an enriched log of auditd: processes that execute programs, load their libraries, read data
 * files by the thousand and look for files that are not there. The same bytes each time.
 */
export function* auditLog(bytes: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  let written = 0;
  for (const event of events()) {
    text += event;
    if (text.length < chunkBytes) continue;
    const chunk = encoder.encode(text);
    text = "";
    written += chunk.length;
    yield chunk;
    if (written >= bytes) return;
  }
}

function* events(): Generator<string> {
  let serial = 1000;
  for (let run = 0; ; run++) {
    const [program = "", ...libraries] = programs[run % programs.length] ?? [];
    const pid = 2 + (run % 30_000);
    const record = (call: AuditCall): string => renderEvent(++serial, pid, program, call);
    const loader = "/lib64/ld-linux-x86-64.so.2";
    yield record({
      number: 59,
      name: "execve",
      exit: 0,
      paths: [program, loader],
      args: [program, "-x", `run ${run}`],
    });
    yield record({ number: 257, name: "openat", exit: 3, paths: ["/etc/ld.so.cache"] });
    for (const library of libraries) {
      yield record({ number: 257, name: "openat", exit: -2, paths: [`/usr/local/lib/${library}`] });
      yield record({
        number: 257,
        name: "openat",
        exit: 3,
        paths: [`/lib/x86_64-linux-gnu/${library}`],
      });
      yield record({ number: 9, name: "mmap", exit: 140_400, paths: [], descriptor: 3 });
    }
    for (let file = 0; file < 40; file++) {
      const name = (run * 7 + file * 13) % 5000;
      yield record({
        number: 257,
        name: "openat",
        exit: 3,
        paths: [`/usr/share/app/module-${name % 50}/file-${name}.dat`],
      });
      if (file % 4 === 0)
        yield record({ number: 262, name: "newfstatat", exit: 0, paths: [`module-${name % 50}`] });
    }
  }
}

interface AuditCall {
  readonly number: number;
  readonly name: string;
  readonly exit: number;
  readonly paths: readonly string[];
  /** Command line of an exec. */
  readonly args?: readonly string[];
  /** What is mapped as code. */
  readonly descriptor?: number;
}

function renderEvent(serial: number, pid: number, program: string, call: AuditCall): string {
  const { number, name, exit, paths, args, descriptor } = call;
  const seconds = 1_795_464_574 + Math.floor(serial / 4000);
  const stamp = `msg=audit(${seconds}.${String(serial % 1000).padStart(3, "0")}:${serial}):`;
  const folder = name === "newfstatat" || name === "openat" ? "ffffff9c" : "55d0c0de";
  const comm = program.slice(program.lastIndexOf("/") + 1);
  const ids =
    "auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=4294967295";
  const translated =
    `ARCH=x86_64 SYSCALL=${name} AUID="unset" UID="root" GID="root" EUID="root" SUID="root" FSUID="root" EGID="root" ` +
    'SGID="root" FSGID="root"';
  const lines = [
    `type=SYSCALL ${stamp} arch=c000003e syscall=${number} success=${exit < 0 ? "no" : "yes"} exit=${exit} a0=${folder} ` +
      `a1=7ffed09c6620 a2=${descriptor === undefined ? "80000" : "5"} a3=0 items=${paths.length} ppid=1 pid=${pid} ${ids} ` +
      `comm="${comm}" exe="${program}" key="coppice"\x1d${translated}`,
  ];
  if (args) {
    lines.push(
      `type=EXECVE ${stamp} argc=${args.length} ${args.map((arg, index) => `a${index}=${quote(arg)}`).join(" ")}`,
    );
  }
  if (descriptor !== undefined) lines.push(`type=MMAP ${stamp} fd=${descriptor} flags=0x802`);
  if (paths.length > 0) lines.push(`type=CWD ${stamp} cwd="/usr/share/app"`);
  for (const [item, path] of paths.entries()) {
    const file =
      exit < 0
        ? "nametype=UNKNOWN"
        : `inode=${260_000 + path.length} dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL`;
    const names = exit < 0 ? "" : '\x1dOUID="root" OGID="root"';
    lines.push(
      `type=PATH ${stamp} item=${item} name="${path}" ${file} cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0${names}`,
    );
  }
  lines.push(`type=PROCTITLE ${stamp} proctitle=${toHex(`${program}\0-x`)}`);
  return `${lines.join("\n")}\n`;
}

/** The kernel writes in hexadecimal digits what has a space. */
function quote(text: string): string {
  return text.includes(" ") ? toHex(text) : `"${text}"`;
}

function toHex(text: string): string {
  return Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}
