import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImage } from "@coppice/image/node";
import { isTraceError } from "@coppice/trace";
import { hookPath, record, unpackImage } from "@coppice/trace/node";
import type { ImageConfig } from "@coppice/types";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { assertKernelTypes } from "../../src/node/assert-kernel-types.ts";
import { bpftraceScript } from "../../src/node/bpftrace-script.ts";
import { requireTool } from "../../src/node/require-tool.ts";
import { startBpftrace } from "../../src/node/start-bpftrace.ts";
import { works } from "./app-uses.ts";
import { canRecord } from "./small-root.ts";

const work = mkdtempSync(join(tmpdir(), "coppice-test-record-"));
const root = join(work, "root");
const folder = join(work, "logs");
beforeAll(() => {
  mkdirSync(root);
  mkdirSync(folder);
});
afterAll(() => rmSync(work, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Code and message of the error that recording ends with. */
async function refusal(config: ImageConfig, command?: readonly string[]): Promise<unknown> {
  const options = { folder, config, sources: [], ...(command && { command }) };
  return record(root, options).catch(
    (error: unknown) => isTraceError(error) && [error.code, error.message],
  );
}

describe.skipIf(!canRecord)("recording refuses", () => {
  test("an image that does not say what to run, and a user that it does not have", async () => {
    expect(await refusal({})).toEqual([
      "RECORD_FAILED",
      "the image names no command to run; give one",
    ]);
    expect(await refusal({ User: "nobody-here" }, ["sh"])).toEqual([
      "RECORD_FAILED",
      'the image has no user "nobody-here"; correct User in its configuration',
    ]);
  });

  test("a root that is no folder, and one that mounts cannot be made in", async () => {
    await expect(record(join(work, "absent"), { folder })).rejects.toMatchObject({
      code: "RECORD_FAILED",
    });
    writeFileSync(join(root, "proc"), "no folder");
    expect(await refusal({}, ["sh"])).toEqual([
      "RECORD_FAILED",
      expect.stringContaining("rootfs/proc"),
    ]);
    rmSync(join(root, "proc"));
  });

  test("whoever is not root, and other systems", async () => {
    vi.spyOn(process, "geteuid").mockReturnValue(1000);
    expect(await refusal({}, ["sh"])).toEqual([
      "NOT_ROOT",
      "recording needs root; run it with sudo",
    ]);
    vi.spyOn(process, "platform", "get").mockReturnValue("darwin");
    expect(await refusal({}, ["sh"])).toEqual([
      "RECORD_UNSUPPORTED",
      expect.stringContaining("darwin cannot record"),
    ]);
  });

  test("bpftrace on a kernel that does not describe its types", async () => {
    await expect(assertKernelTypes(join(work, "vmlinux"))).rejects.toMatchObject({
      code: "RECORD_UNSUPPORTED",
      message: expect.stringContaining("CONFIG_DEBUG_INFO_BTF"),
    });
  });

  test.skipIf(!works.bpftrace)("to go on when bpftrace cannot begin", async () => {
    const log = join(work, "absent", "log");
    await expect(startBpftrace(process.pid, log, work, undefined)).rejects.toMatchObject({
      code: "RECORD_UNSUPPORTED",
      message: expect.stringContaining("bpftrace cannot record here"),
    });
  });
});

test("a missing tool is named with what to install", async () => {
  await expect(requireTool("no-such-tool")).rejects.toMatchObject({
    code: "TOOL_MISSING",
    message: "recording needs no-such-tool; install the package no-such-tool",
  });
});

test("the script has no probes of calls that an architecture lacks", () => {
  const script = readFileSync(hookPath("coppice.bt"), "utf8");
  expect(bpftraceScript("x64", script)).toBe(script);
  const other = bpftraceScript("arm64", script);
  expect(other).toContain("sys_enter_openat\n");
  for (const call of ["open", "newstat", "newlstat", "access", "readlink"]) {
    expect(script).toMatch(new RegExp(`sys_enter_${call}[\\n,]`));
    expect(other).not.toMatch(new RegExp(`sys_enter_${call}[\\n,]`));
  }
});

test.skipIf(!canRecord)("an image that cannot be read is not unpacked", async () => {
  writeFileSync(join(root, "file"), "content");
  const { tree, close } = await openImage(root);
  const copy = join(work, "copy");
  mkdirSync(copy);
  await expect(unpackImage(tree, join(work, "absent"))).rejects.toMatchObject({
    code: "RECORD_FAILED",
  });
  const abort = new AbortController();
  abort.abort();
  await expect(unpackImage(tree, copy, abort.signal)).rejects.toThrow(/abort/i);
  await close();
  await expect(unpackImage(tree, copy)).rejects.toMatchObject({ code: "IMAGE_CLOSED" });
});

describe("a system", () => {
  afterEach(() => {
    vi.doUnmock("../../src/node/runs-well.ts");
    vi.doUnmock("../../src/node/require-tool.ts");
    vi.doUnmock("../../src/node/start-gated.ts");
    vi.resetModules();
  });

  test("on which nothing can record says so", async () => {
    vi.doMock("../../src/node/runs-well.ts", () => ({ runsWell: async () => false }));
    vi.doMock("../../src/node/require-tool.ts", () => ({ findTool: async () => undefined }));
    vi.resetModules();
    const { findRecordSources } = await import("../../src/node/find-record-sources.ts");
    await expect(findRecordSources()).rejects.toMatchObject({
      code: "RECORD_UNSUPPORTED",
      message: expect.stringContaining("install strace"),
    });
  });

  test.skipIf(!canRecord)("that allows no namespaces says so", async () => {
    const failure = "unshare: unshare failed: Operation not permitted";
    const open = async () => ({ status: 1, failure });
    vi.doMock("../../src/node/start-gated.ts", () => ({
      startGated: () => ({ pid: 1, open, end: () => {} }),
      endOf: () => undefined,
    }));
    vi.resetModules();
    const { record: isolated } = await import("../../src/node/record.ts");
    await expect(isolated(root, { folder, command: ["sh"], sources: [] })).rejects.toMatchObject({
      code: "RECORD_UNSUPPORTED",
      message: expect.stringContaining("no namespaces can be made here"),
    });
  });
});
