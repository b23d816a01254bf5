import { auditd, isTraceError } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { readFormat } from "../json/read-format.ts";
import { auditEvent, auditLog, found } from "./audit-log.ts";

/** What the events of a log say, but for how processes came up. */
async function said(log: string, options = {}): Promise<readonly string[]> {
  const { said: all, problems } = await readFormat(auditd, log, options);
  expect(problems).toEqual([]);
  return all.filter((text) => !text.startsWith("start") && text !== "lost unseen-exec 1");
}

/** The lines of an event that opens a file. */
const opens = (name: string, facts: object = {}) =>
  auditEvent({ syscall: 257, exit: 3, paths: [found(`"${name}"`)], ...facts });

const end = (serial: number, time = "1795464574.861") => `type=EOE msg=audit(${time}:${serial}): `;

describe("records of one event", () => {
  test("are put together when those of others stand between them, and come as they are complete", async () => {
    const [a, b] = [opens("/a"), opens("/b", { serial: 8, pid: 10 })];
    const mixed = [a[0], b[0], b[1], a[1], b[2], b[3], a[2], a[3]].map((line) => line ?? "");
    expect(await said(auditLog(mixed))).toEqual(["open /b", "open /a"]);
  });

  test("are put together in any order, and when each is there twice", async () => {
    const lines = opens("a");
    expect(await said(auditLog(lines.toReversed().slice(1)))).toEqual(["open /srv/a"]);
    const [call = "", folder = "", ...others] = lines;
    expect(await said(auditLog([call, ...others, folder]))).toEqual(["open /srv/a"]);
    expect(await said(auditLog(lines.flatMap((line) => [line, line])))).toEqual(["open /srv/a"]);
    expect(await said(auditLog(lines, lines))).toEqual(["open /srv/a"]);
  });

  test("of one process come in its order, though a title is missing", async () => {
    const one = opens("/a").slice(0, -1);
    const mapped = auditEvent({
      serial: 8,
      syscall: 9,
      args: ["0", "1", "5", "2"],
      more: ["MMAP fd=3 flags=0x2"],
    });
    expect(await said(auditLog(one, opens("/b", { serial: 9, pid: 10 }), mapped))).toEqual([
      "open /b",
      "open /a",
      "map /a",
    ]);
  });

  test("need no title, and are not waited for when the log goes on for two seconds", async () => {
    const [call = "", ...others] = opens("/a").slice(0, -1);
    expect(await said(auditLog([call, ...others, end(7)]))).toEqual(["open /a"]);
    expect(await said(auditLog([call, ...others]))).toEqual(["open /a"]);
    const later = opens("/b", { serial: 8, time: "1795464577.000" });
    expect(await said(auditLog([call, ...others], later))).toEqual(["open /a", "open /b"]);
    const muchLater = opens("/b", { serial: 8, time: "1795464637.000" });
    expect(await said(auditLog([call], later, others))).toEqual(["open /b", "open /a"]);
    expect(await said(auditLog([call], muchLater))).toEqual(["lost dropped 1", "open /b"]);
  });

  test("are not waited for when too many events are open", async () => {
    const open: string[][] = [];
    for (let serial = 1; serial <= 1100; serial++) {
      open.push(opens(`/${serial}`, { serial }).slice(0, -1));
    }
    const all = await said(auditLog(...open), { limits: { pendingBytes: 1000 } });
    expect(all).toHaveLength(1100);
    expect(all[0]).toBe("open /1");
    expect(await said(auditLog(...open))).toHaveLength(1100);
  });

  test("that are missing are a loss", async () => {
    const lines = opens("/a", { items: 2 });
    const next = opens("/b", { serial: 8, time: "1795464679.000" });
    expect(await said(auditLog(lines, next))).toEqual(["open /a", "lost dropped 1", "open /b"]);
    expect(await said(auditLog(lines))).toEqual(["open /a", "lost cut 1"]);
    expect(await said(auditLog(opens("/a").slice(1), next))).toEqual(["lost dropped 1", "open /b"]);
  });

  test("of another type are passed over", async () => {
    const lines = [
      "type=USER_ACCT msg=audit(1615113648.981:15220): pid=9460 uid=1000 msg='op=PAM:accounting acct=\"user\" res=success'",
      'type=AVC msg=audit(1634728455.294:15221): apparmor="STATUS" operation="profile_replace" name="x',
      "type=UNKNOWN[1420] msg=audit(1661853391.646:15222): subj_apparmor=unconfined",
    ];
    expect(await said(auditLog(lines))).toEqual([]);
  });

  test("that cannot be read are problems with their offsets", async () => {
    const [call = "", folder = "", path = ""] = opens("/a");
    for (const broken of [
      call.slice(0, call.indexOf(" exe=") + 8),
      call.slice(0, call.indexOf(" exe=")),
      call.slice(0, call.indexOf(" pid=")),
      call.replace(" pid=9", " pid=x"),
      call.replace(" pid=9", " pid=-9"),
      call.replace(" ppid=1", ` ppid=${"9".repeat(400)}`),
      "type=SYSCALL msg=audit(1795464574.861:7): arch",
      folder.slice(0, -1),
      folder.replace("cwd=", "dir="),
      path.slice(0, path.indexOf("/a") + 1),
      path.replace("item=0", "item=x"),
      "type=SOCKADDR msg=audit(1795464574.861:7): saddr=0x12",
      "type=SOCKADDR msg=audit(1795464574.861:7): addr=12",
      "type=MMAP msg=audit(1795464574.861:7): fd=x flags=0x2",
      "type=MMAP msg=audit(1795464574.861:7): flags=0x2",
      'type=OPENAT2 msg=audit(1795464574.861:7): oflag="',
      'type=URINGOP msg=audit(1795464574.861:7): uring_op="',
      'type=CONTAINER_ID msg=audit(1795464574.861:7): contid="',
      "type=PATH msg=audit(1795464574.861): item=0",
      "type=PATH msg=audit(1795464574.8:7): item=0",
      "type=PATH msg=audit(1795464574.861:7) item=0",
      "type=PATH audit(",
      "other text",
      "12 open(1) = 3",
      `lost ${"9".repeat(400)}`,
      "[x] hello",
      "<x> hello",
    ]) {
      const log = `${opens("/b", { serial: 6 }).join("\n")}\n${broken}\n`;
      const { problems } = await readFormat(auditd, log);
      expect(problems, broken).toMatchObject([
        { code: "LOG_LINE", offset: log.indexOf(`\n${broken}`) + 1 },
      ]);
    }
  });

  test("of which the log has the beginning only are a cut", async () => {
    const [call = ""] = opens("/a", { serial: 8 });
    const { said: all } = await readFormat(
      auditd,
      `${opens("/b").join("\n")}\n${call.slice(0, -20)}`,
    );
    expect(all.at(-1)).toBe("lost cut 1");
  });
});

describe("numbers", () => {
  const at = (...serials: readonly number[]) =>
    auditLog(...serials.map((serial) => opens(`/${serial}`, { serial, time: "5.000" })));
  const losses = async (log: string) => (await said(log)).filter((text) => text.startsWith("lost"));

  test("that are missing between the smallest and the largest are gaps", async () => {
    expect(await losses(at(5, 6, 7))).toEqual([]);
    expect(await losses(at(5, 9, 10, 12))).toEqual(["lost gap 3", "lost gap 1"]);
    expect(await losses(at(6, 5, 8, 7, 9))).toEqual([]);
    expect(await losses(at(1, 5_000_000))).toEqual(["lost gap 4999998"]);
    expect(await losses(at(1, 2000, 5000, 5001))).toEqual(["lost gap 1998", "lost gap 2999"]);
  });

  test("of a gap are told where the log goes on", async () => {
    const log = at(5, 7);
    const { events } = await readFormat(auditd, log);
    expect(events.find((event) => event.kind === "lost" && event.code === "gap")).toMatchObject({
      offset: log.indexOf("type=SYSCALL", 5),
      count: 1,
    });
  });

  test("of a host that came up again are no gap", async () => {
    const log = auditLog(
      opens("/a", { serial: 90_000 }),
      opens("/b", { serial: 5, time: "1795469999.000" }),
    );
    expect(await losses(log)).toEqual(["lost late-start"]);
  });

  test("of an older log behind a newer one do not tell what is missing between them", async () => {
    const log = auditLog(
      opens("/a", { serial: 90_000 }),
      opens("/b", { serial: 5, time: "1795460000.000" }),
    );
    expect(await losses(log)).toEqual(["lost gap"]);
  });

  test("of the daemon's own records do not count", async () => {
    const start =
      "type=DAEMON_START msg=audit(1795464574.866:2659): op=start ver=3.0.9 format=enriched";
    const stop = "type=DAEMON_END msg=audit(1795464574.866:2660): op=terminate";
    expect(
      await losses(
        auditLog([start], opens("/a", { serial: 9 }), opens("/b", { serial: 10 }), [stop]),
      ),
    ).toEqual(["lost late-start", "lost detached"]);
    expect(
      await losses(auditLog(opens("/a", { serial: 9 }), [start], opens("/b", { serial: 700 }))),
    ).toEqual(["lost late-start"]);
  });
});

describe("notices", () => {
  const notice = async (...lines: readonly string[]) =>
    said(auditLog(opens("/a"), lines)).then((all) => all.slice(1));

  test("of the kernel and of auditd tell what was lost", async () => {
    expect(
      await notice(
        "[  12.345] audit: audit_lost=3 audit_rate_limit=0 audit_backlog_limit=64",
        "Nov 23 20:09:34 host kernel: audit: audit_lost=5 audit_rate_limit=0 audit_backlog_limit=64",
        "lost 6",
        "lost 6",
        "lost 2",
        "lost 0",
        "enabled 1",
        "pid 22",
      ),
    ).toEqual(["lost dropped 3", "lost dropped 2", "lost dropped 1", "lost dropped 2"]);
    expect(await notice("<4>[ 12.3] audit: backlog limit exceeded")).toEqual(["lost dropped"]);
    expect(
      await notice("Nov 23 20:09:34 host auditd[7]: dispatch err (pipe full) event lost"),
    ).toEqual(["lost dropped"]);
    expect(
      await notice(
        "Nov 23 20:09:34 host auditd[7]: Audit daemon is suspending logging due to no space left on device.",
      ),
    ).toEqual(["lost detached"]);
    expect(
      await notice(
        "Nov 23 20:09:34 host nfsd[7]: lost=3 of 9",
        "Nov 23 20:09:34 host sshd[7]: Connection closed",
        "2026-11-23T20:09:34 host cron: x",
      ),
    ).toEqual([]);
    expect(
      await notice(
        "AUDIT_STATUS: enabled=1 flag=1 pid=22 rate_limit=0 backlog_limit=8192 lost=4 backlog=0",
      ),
    ).toEqual(["lost dropped 4"]);
  });

  test("of a change of the rules tell that recording began or ended", async () => {
    const change = (fields: string) =>
      notice(`type=CONFIG_CHANGE msg=audit(1795464574.861:8): ${fields}`);
    expect(await change("op=set audit_enabled=0 old=1 auid=0 ses=1 res=1")).toEqual([
      "lost detached",
    ]);
    expect(await change("op=set audit_enabled=1 old=0 auid=0 ses=1 res=1")).toEqual([
      "lost late-start",
    ]);
    expect(await change("op=set audit_enabled=1 old=1 auid=0 ses=1 res=1")).toEqual([]);
    expect(await change('auid=0 ses=1 op=remove_rule key="x" list=4 res=1')).toEqual([
      "lost detached",
    ]);
    expect(await change('auid=0 ses=1 op=add_rule key="x" list=4 res=1')).toEqual([]);
    expect(await change("op=set lost=0 old=12 auid=0 ses=1 res=1")).toEqual(["lost dropped 12"]);
    expect(await change("op=set audit_backlog_limit=8192 old=64 auid=0 ses=1 res=1")).toEqual([]);
  });

  test("of the daemon tell of its errors and its end", async () => {
    const daemon = (type: string) =>
      notice(`type=${type} msg=audit(1795464574.866:2661): op=x res=failed`);
    expect(await daemon("DAEMON_ABORT")).toEqual(["lost detached"]);
    expect(await daemon("DAEMON_ERR")).toEqual(["lost dropped"]);
    expect(await daemon("DAEMON_ROTATE")).toEqual([]);
    expect(
      await notice(
        "type=DAEMON_CONFIG msg=audit(1490239800.477:34) config changed, auid=0 pid=1512 res=success",
        "# a note",
      ),
    ).toEqual([]);
  });
});

describe("forms", () => {
  const plain = opens("/etc/hostname");
  const uses = ["open /etc/hostname"];

  test("of system logs are read behind what these write first", async () => {
    for (const prefix of [
      "Nov 23 20:09:34 host audispd: ",
      "<13>Nov 23 20:09:34 host audisp-syslog[77]: node=host ",
      "2026-11-23T20:09:34.861+01:00 host audisp-syslog[77]: ",
      "  ",
    ]) {
      const log = auditLog(plain.map((line) => prefix + line));
      expect(auditd.recognises(new TextEncoder().encode(log)), prefix).toBe(true);
      expect(await said(log), prefix).toEqual(uses);
    }
  });

  test("of the kernel's log have numbers for types", async () => {
    const types = new Map([
      ["SYSCALL", 1300],
      ["CWD", 1307],
      ["PATH", 1302],
      ["PROCTITLE", 1327],
    ]);
    for (const prefix of [
      "[   12.345678] audit: ",
      "Nov 23 20:09:34 host kernel: audit: ",
      "Nov 23 20:09:34 host kernel: ",
    ]) {
      const log = auditLog(
        plain.map((line) => {
          const [, type = "", rest = ""] = /^type=([A-Z]+) msg=(.*)$/.exec(line) ?? [];
          return `${prefix}type=${types.get(type)} ${rest}`;
        }),
      );
      expect(auditd.recognises(new TextEncoder().encode(log)), prefix).toBe(true);
      expect(await said(log), prefix).toEqual(uses);
    }
  });

  test("of the journal have no numbers of events", async () => {
    const journal = (lines: readonly string[]) =>
      lines.map((line) => {
        const [, type = "", fields = ""] = /^type=([A-Z]+) msg=\S+ (.*)$/.exec(line) ?? [];
        return `Nov 23 20:09:34 host ${type === "SYSCALL" ? "audit[27905]" : "audit"}: ${type} ${fields}`;
      });
    const other = "Nov 23 20:09:34 host audit[1]: SERVICE_START pid=1 uid=0 msg='unit=cron'";
    const log = auditLog(
      journal(plain),
      [other],
      journal(opens("/b").slice(0, -1)),
      journal(opens("/c")),
    );
    expect(auditd.recognises(new TextEncoder().encode(log))).toBe(true);
    expect(await said(log)).toEqual([...uses, "open /b", "open /c"]);
    // Which of two calls the paths are of cannot be told.
    const [a, b] = [journal(opens("/a")), journal(opens("/b"))];
    const mixed = [a[0], b[0], a[1], a[2], b[1], b[2], a[3], b[3]].map((line) => line ?? "");
    const losses = new Set(await said(auditLog(mixed, journal(opens("/c")))));
    expect(losses).toEqual(new Set(["lost dropped 1", "open /c"]));
  });

  test("of Windows, with a byte order mark and blank lines, are read", async () => {
    const log = `\ufeff\r\n\r\n${plain.join("\r\n")}\r\n`;
    expect(auditd.recognises(new TextEncoder().encode(log))).toBe(true);
    expect(await said(log)).toEqual(uses);
  });

  test("of ausearch are read from the title to the call", async () => {
    const log = auditLog(
      ["----", "time->Mon Nov 23 20:09:34 2026", ...plain.toReversed()],
      ["----", ...opens("/b", { serial: 9 }).toReversed()],
    );
    expect(await said(log)).toEqual([...uses, "open /b", "lost filtered 1"]);
    expect(await said(`${log}----\n${plain.at(-1)}`)).toContain("open /b");
  });

  test("of ausearch -i have texts without quotes, names for numbers and dates", async () => {
    const stamp = "msg=audit(11/23/26 20:09:34.861:1347) :";
    const call = (facts: string) =>
      `type=SYSCALL ${stamp} arch=x86_64 ${facts} ppid=1 pid=9 auid=unset uid=root tty=(none) ses=unset comm=my app exe=/opt/my app/bin key=(null) `;
    const event = (...lines: readonly string[]) =>
      auditLog(["----", `type=PROCTITLE ${stamp} proctitle=my app `, ...lines]);
    const path = (
      name: string,
      more = "inode=5 dev=fe:00 mode=file,644 ouid=root ogid=root rdev=00:00 nametype=NORMAL",
    ) => `type=PATH ${stamp} item=0 name=${name} ${more} cap_fp=none `;
    const cwd = `type=CWD ${stamp} cwd=/srv/my data `;
    const { events, problems } = await readFormat(
      auditd,
      event(
        path("a b"),
        cwd,
        call(
          "syscall=openat success=yes exit=3 a0=AT_FDCWD a1=0x7f a2=O_RDONLY|O_CLOEXEC a3=0x0 items=1",
        ),
      ),
    );
    expect(problems).toEqual([]);
    expect(events.at(-1)).toEqual({
      kind: "open",
      offset: expect.any(Number),
      process: { pid: 9, parent: 1, program: "/opt/my app/bin" },
      path: { known: true, path: "/srv/my data/a b" },
    });
    const uses = async (...lines: readonly string[]) => said(event(...lines));
    expect(
      await uses(
        path("x"),
        cwd,
        call("syscall=openat success=yes exit=3 a0=0x4 a1=0x7f a2=O_WRONLY|O_CREAT a3=0x0 items=1"),
      ),
    ).toEqual(["write ?no-directory x"]);
    expect(
      await uses(
        path("x"),
        cwd,
        call(
          "syscall=openat success=no exit=ENOENT(No such file or directory) a0=0x4 a1=0x7f a2=O_RDONLY a3=0x0 items=1",
        ),
      ),
    ).toEqual([]);
    expect(
      await uses(
        path("(null)"),
        cwd,
        call("syscall=getpid success=yes exit=9 a0=0x4 a1=0x7f a2=0x0 a3=0x0 items=0"),
      ),
    ).toEqual([]);
    const openedBy = (name: string, arch = "x86_64") =>
      said(
        event(
          path("/a\\012b\\c"),
          cwd,
          call(
            `syscall=${name} success=yes exit=3 a0=AT_FDCWD a1=0x7f a2=0x7f a3=0x18 items=1`,
          ).replace("x86_64", arch),
        ),
      );
    expect(await openedBy("openat")).toEqual(["write /a\nb\\c"]);
    // An ausearch that is older than a call writes its number.
    expect(await openedBy("unknown-syscall(437)")).toEqual(["open /a\nb\\c"]);
    expect(await openedBy("unknown-syscall(56)", "aarch64")).toEqual(["write /a\nb\\c"]);
    expect(await openedBy("unknown-syscall(9999)")).toEqual([]);
    const address = `type=SOCKADDR ${stamp} saddr={ saddr_fam=inet laddr=192.0.2.1 lport=80 } `;
    expect(
      await uses(
        address,
        call("syscall=connect success=yes exit=0 a0=0x4 a1=0x7f a2=0x10 a3=0x0 items=0"),
      ),
    ).toEqual(["connect 192.0.2.1:80"]);
    expect(
      await uses(
        address,
        call(
          "syscall=connect success=no exit=EINPROGRESS(Operation now in progress) a0=0x4 a1=0x7f a2=0x10 a3=0x0 items=0",
        ),
      ),
    ).toEqual(["connect 192.0.2.1:80"]);
    const old = (saddr: string) =>
      uses(
        `type=SOCKADDR ${stamp} saddr=${saddr} `,
        call("syscall=connect success=yes exit=0 a0=0x4 a1=0x7f a2=0x10 a3=0x0 items=0"),
      );
    expect(await old("inet host:192.0.2.1 serv:80")).toEqual(["connect 192.0.2.1:80"]);
    expect(await old("inet6 host:::1 serv:80")).toEqual(["connect [::1]:80"]);
    expect(await old("local /run/x")).toEqual(["connect /run/x"]);
    expect(await old("{ saddr_fam=local path=/run/x }")).toEqual(["connect /run/x"]);
    expect(await old("{ saddr_fam=netlink nlnk-fam=16 nlnk-pid=0 }")).toEqual([]);
    const mmap = (flags: string) =>
      uses(
        call(
          `syscall=mmap success=yes exit=1 a0=0x0 a1=0x10 a2=PROT_READ|PROT_EXEC a3=${flags} items=0`,
        ),
      );
    expect(await mmap("MAP_PRIVATE|MAP_ANONYMOUS")).toEqual([]);
    expect(await mmap("MAP_PRIVATE|MAP_DENYWRITE")).toEqual(["lost dropped 1"]);
    const openat2 = `type=OPENAT2 ${stamp} oflag=O_RDWR|O_CREAT mode=0600 resolve=0xa `;
    expect(
      await uses(
        path("/x"),
        openat2,
        call("syscall=openat2 success=yes exit=3 a0=AT_FDCWD a1=0x7f a2=0x7f a3=0x18 items=1"),
      ),
    ).toEqual(["write /x"]);
  });
});

test("an interpreted log of an architecture that ausearch does not know cannot be understood", async () => {
  // ausearch then takes the numbers of calls for those of its own architecture.
  const log =
    "type=SYSCALL msg=audit(11/23/26 20:09:34.861:1347) : arch=unknown-elf-type(c00000f3) syscall=clone success=yes exit=3 " +
    "a0=AT_FDCWD a1=0x7f a2=0x7f a3=0x18 items=0 ppid=1 pid=9 comm=x exe=/bin/x key=(null)\n";
  expect((await readFormat(auditd, log)).problems).toMatchObject([{ code: "LOG_LINE", offset: 0 }]);
});

describe("recognition", () => {
  const recognises = (text: string) => auditd.recognises(new TextEncoder().encode(text));

  test("takes a record behind noise, and whatever follows it is cut", () => {
    const [call = ""] = opens("/a");
    expect(recognises(`noise\n\n# comment\n${call.slice(0, 80)}`)).toBe(true);
    expect(recognises(call.slice(0, 41))).toBe(true);
  });

  test("does not take other logs, even those that have a record in a text", () => {
    const [call = ""] = opens("/a");
    for (const text of [
      "",
      "\n\n",
      call.slice(0, 30),
      `12 write(2, ${JSON.stringify(call)}, 90) = 90`,
      JSON.stringify({ log: call, stream: "stdout" }),
      '{"ID":"1.000:7","SYSCALL":{"arch":"0xc000003e"}}',
      "Nov 23 20:09:34 host kernel: audit: backlog limit exceeded",
      "\u0000".repeat(1000),
      "type=module msg=hello",
    ]) {
      expect(recognises(text), text).toBe(false);
    }
  });

  test("refuses to read what has no record", async () => {
    const reading = readFormat(auditd, "hello\n");
    await expect(reading).rejects.toSatisfy(
      (error) => isTraceError(error) && error.code === "LOG_FORMAT",
    );
  });
});
