/** Facts of an event of {@link auditEvent}. */
export interface AuditFacts {
  readonly serial?: number;
  readonly time?: string;
  readonly arch?: string;
  readonly syscall: number;
  readonly success?: "yes" | "no";
  readonly exit?: number;
  readonly args?: readonly string[];
  readonly pid?: number;
  readonly ppid?: number;
  readonly exe?: string;
  readonly cwd?: string;
  /** Each as the kernel writes it behind `item=N `, such as `name="/etc" inode=5 nametype=NORMAL`. */
  readonly paths?: readonly string[];
  /** How many paths the event says that it has. */
  readonly items?: number;
  /** Other records, such as `SOCKADDR saddr=…`. */
  readonly more?: readonly string[];
}

/** The lines of one event, as auditd writes them, without a newline at the end. */
export function auditEvent({
  serial = 7,
  time = "1795464574.861",
  arch = "c000003e",
  syscall,
  success = "yes",
  exit = 0,
  args = ["ffffff9c", "0", "0", "0"],
  pid = 9,
  ppid = 1,
  exe = '"/usr/bin/app"',
  cwd = '"/srv"',
  paths = [],
  items = paths.length,
  more = [],
}: AuditFacts): string[] {
  const call =
    `arch=${arch} syscall=${syscall} success=${success} exit=${exit} ` +
    `${args.map((arg, index) => `a${index}=${arg}`).join(" ")} items=${items} ppid=${ppid} pid=${pid} auid=0 uid=0 ` +
    `tty=(none) ses=1 comm="app" exe=${exe} key=(null)`;
  const bodies = [
    `SYSCALL ${call}`,
    ...more,
    ...(paths.length > 0 ? [`CWD cwd=${cwd}`] : []),
    ...paths.map((path, item) => `PATH item=${item} ${path} cap_fp=0 cap_fi=0`),
    'PROCTITLE proctitle="app"',
  ];
  return bodies.map((body) => {
    const space = body.indexOf(" ");
    return `type=${body.slice(0, space)} msg=audit(${time}:${serial}):${body.slice(space)}`;
  });
}

/** A path that was found. */
export const found = (name: string, nametype = "NORMAL"): string =>
  `name=${name} inode=5 dev=fe:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=${nametype}`;

/** The log of these events. */
export const auditLog = (...events: readonly (readonly string[])[]): string =>
  `${events.flat().join("\n")}\n`;
