import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createFileIndex } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import { gradeEvidence, logFormats, openLog } from "@coppice/trace";
import { type RecordedLog, type Recording, type RecordSource, record } from "@coppice/trace/node";
import type { Bom, Evidence, RuntimeEvent } from "@coppice/types";
import { debianRoot, type NoRoot } from "./debian-root.ts";
import { withAudit } from "./with-audit.ts";

/** A workload that was recorded by several sources in one run. */
export interface RecordedWorkload {
  readonly bom: Bom;
  readonly recording: Recording;
  /** What each source says, by its name. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly events: ReadonlyMap<string, readonly RuntimeEvent[]>;
  /** Why the kernel's audit did not record it, if it did not. */
  readonly noAudit?: string;
}

/**
 * Shell scripts, programs, libraries, modules in Python and Perl, relative paths, links, descriptors, and a client and
 * server that meet on loopback.
 */
const workload: readonly string[] = [
  "/bin/sh",
  "-c",
  `cd /usr/share && cat doc/base-files/copyright >/dev/null
printf '#!/usr/bin/perl -w\\nuse File::Find; use POSIX; print getcwd(), "\\\\n";' >/tmp/script && chmod +x /tmp/script && /tmp/script
(cd /etc && . ./debconf.conf 2>/dev/null; ls -l alternatives | sort | uniq | tail -1)
find /etc/apt -type f | xargs grep -l . >/dev/null
python3 -c '
import json, os, socket, sqlite3, threading, yaml
folder = os.open("/etc/dpkg", os.O_RDONLY)
os.close(os.open("dpkg.cfg", os.O_RDONLY, dir_fd=folder))
os.fchdir(folder)
open("origins/debian").read()
server = socket.create_server(("127.0.0.1", 8080))
thread = threading.Thread(target=lambda: server.accept())
thread.start()
socket.create_connection(("127.0.0.1", 8080)).close()
thread.join()
os.execv("/usr/bin/env", ["env", "dpkg", "--print-architecture"])
'`,
];

/**
 * Records {@link workload} with all of these sources at once, and with the kernel's `audit` if wanted and possible, or says
 * what is missing to do so.
 */
export async function recordWorkload(
  sources: readonly RecordSource[],
  audit = false,
): Promise<RecordedWorkload | NoRoot> {
  const root = recordedRoot();
  if (typeof root !== "string") return root;
  const folder = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
  try {
    const run = (): Promise<Recording> => record(root, { folder, sources, command: workload });
    let recording: Recording | undefined;
    const audited = audit
      ? await withAudit(folder, async () => {
          recording = await run();
        })
      : { missing: "not wanted" };
    recording ??= await run();
    const logs: readonly RecordedLog[] = [
      ...recording.logs,
      ...(typeof audited === "string"
        ? [{ source: "auditd", path: audited, imageRoot: "/mnt/rootfs" }]
        : []),
    ];
    const image = await openImage(root, { digests: false });
    const bom = await inventory(image.tree, {
      subject: { name: "workload", digest: "sha256:00" },
      onProblem: () => undefined,
    });
    const files = createFileIndex(bom.files ?? []);
    const events = new Map<string, readonly RuntimeEvent[]>();
    const evidence = new Map<string, Evidence>();
    for (const { imageRoot, path, source } of logs) {
      const log = await openLog(createReadStream(path), {
        files,
        path,
        imageRoot,
        formats: logFormats.filter((format) => format.name === source),
      });
      const all: RuntimeEvent[] = [];
      for await (const batch of log.events) all.push(...batch);
      events.set(source, all);
      evidence.set(source, await gradeEvidence([all], bom, { unit: "run", source: log.format }));
    }
    await image.close();
    return {
      ...{ bom, recording, evidence, events },
      ...(typeof audited !== "string" && { noAudit: audited.missing }),
    };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The root that the workload is run in, or what is missing. */
export function recordedRoot(): string | NoRoot {
  if (process.platform !== "linux") return { missing: "recording needs Linux" };
  return debianRoot("python", ["python3", "python3-yaml", "python3-requests"]);
}
