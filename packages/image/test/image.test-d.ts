import {
  type FileIndex,
  type ImageErrorCode,
  isImageError,
  scanTar,
  type TarMember,
} from "@coppice/image";
import { type ImageContent, type OpenedImage, openImage, writeImage } from "@coppice/image/node";
import type { FileTree, Subject } from "@coppice/types";
import { expectTypeOf, test } from "vitest";

test("an opened image can be written as it is", () => {
  expectTypeOf(openImage).returns.resolves.toEqualTypeOf<OpenedImage>();
  expectTypeOf<OpenedImage>().toExtend<ImageContent>();
  expectTypeOf(writeImage).parameter(1).toEqualTypeOf<ImageContent>();
  expectTypeOf<OpenedImage["subject"]>().toEqualTypeOf<Subject>();
  expectTypeOf<OpenedImage["tree"]>().toExtend<FileTree>();
  expectTypeOf<OpenedImage["tree"]>().toExtend<FileIndex>();
});

test("scanning gives members, and takes streams that are not asynchronous too", () => {
  expectTypeOf(scanTar).toBeCallableWith([new Uint8Array(0)]);
  expectTypeOf(scanTar).returns.toExtend<AsyncIterable<TarMember>>();
  expectTypeOf<TarMember["type"]>().not.toExtend<"socket">();
});

test("the codes of errors are closed", () => {
  const error: unknown = undefined;
  if (isImageError(error)) expectTypeOf(error.code).toEqualTypeOf<ImageErrorCode>();
  expectTypeOf<"ANOTHER">().not.toExtend<ImageErrorCode>();
});
