import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record } from "@coppice/trace/node";
import { afterAll, expect, test } from "vitest";
import { appUses, works } from "./app-uses.ts";
import { canRecord, makeSmallRoot } from "./small-root.ts";

const work = mkdtempSync(join(tmpdir(), "coppice-test-record-"));
afterAll(() => rmSync(work, { recursive: true }));

// Apart from the other tests, since bpftrace takes seconds to begin and to end.
test.skipIf(!canRecord || !works.bpftrace)(
  "what bpftrace and fanotify record in one run is what ran",
  { timeout: 90_000 },
  async () => {
    const [root, folder] = [join(work, "root"), join(work, "logs")];
    mkdirSync(root);
    mkdirSync(folder);
    makeSmallRoot(root);
    const recording = await record(root, {
      folder,
      config: { WorkingDir: "/app" },
      command: ["./run"],
      sources: ["bpftrace", "fanotify"],
    });
    const opened = ["open /app/data", "open /app/run"];
    expect(await appUses(recording, "bpftrace")).toEqual(["exec /app/run", ...opened]);
    expect(await appUses(recording, "fanotify")).toEqual([
      "exec /app/run",
      ...opened,
      "read /app/data",
      "read /app/run",
    ]);
  },
);
