import {
  type EvidenceSummary,
  estimateCompleteness,
  gradeEvidence,
  isTraceError,
  mergeEvidence,
  type ReadLogOptions,
  strace,
  summariseEvidence,
  TraceError,
  type TraceErrorCode,
} from "@coppice/trace";
import type { Bom, Completeness, Evidence, FileTree, RuntimeEvent } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("a log is read in batches of events", () => {
  expectTypeOf(strace.read).returns.toExtend<AsyncIterable<readonly RuntimeEvent[]>>();
  expectTypeOf<ReadableStream<Uint8Array>>().toExtend<Parameters<typeof strace.read>[0]>();
  expectTypeOf<Uint8Array[]>().toExtend<Parameters<typeof strace.read>[0]>();
  expectTypeOf<FileTree>().toExtend<NonNullable<ReadLogOptions["files"]>>();
});

test("events become evidence, and evidence more evidence", () => {
  expectTypeOf<ReturnType<typeof strace.read>>().toExtend<Parameters<typeof gradeEvidence>[0]>();
  expectTypeOf(gradeEvidence).returns.resolves.toEqualTypeOf<Evidence>();
  expectTypeOf(mergeEvidence).returns.toEqualTypeOf<Evidence>();
  expectTypeOf(estimateCompleteness).returns.toEqualTypeOf<readonly Completeness[]>();
  expectTypeOf(summariseEvidence).toEqualTypeOf<
    (evidence: Evidence, bom: Bom) => EvidenceSummary
  >();
});

test("errors carry one of the codes", () => {
  const error: unknown = new TraceError("LOG_FORMAT", "");
  if (isTraceError(error)) expectTypeOf(error.code).toEqualTypeOf<TraceErrorCode>();
});
