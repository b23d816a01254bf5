import { ImageError } from "@coppice/image";

/** What `cause` says of `path`: an error of the system, such as EACCES, becomes one of ours; any other stays. */
export function withCode(path: string, cause: unknown): unknown {
  if (!isSystemError(cause)) return cause;
  const message = `${path} cannot be read (${cause.code}); check that it is there and may be read`;
  return new ImageError("FILE_UNREADABLE", message, { cause });
}

/** Whether it comes from the system, and not from an abort or a mistake of ours. */
function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && "syscall" in error && "code" in error;
}
