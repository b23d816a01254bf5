import { ImageError, type ImageErrorCode } from "@coppice/image";
import { readAll } from "./read-all.ts";
import type { Answer } from "./transport.ts";

/** What to throw for an answer that is no success; `what` was asked for. Discards the answer. */
export async function statusError(answer: Answer, what: string): Promise<ImageError> {
  const { status, url } = answer;
  const said = await readAll(answer, url.host, 1 << 16).catch(() => undefined);
  const reason = said && firstMessage(said);
  const shown = reason === undefined ? `status ${status}` : `status ${status}: ${reason}`;
  const [code, next] = meaningOf(status);
  return new ImageError(code, `${url.host} does not give ${what} (${shown}); ${next}`);
}

/** What a status comes to, and what to do next; after `REGISTRY_UNREACHABLE` the same request may succeed. */
function meaningOf(status: number): readonly [code: ImageErrorCode, next: string] {
  if (status === 401 || status === 403) {
    return ["REGISTRY_DENIED", "check the name, and log in, for example with docker login"];
  }
  if (status === 404) return ["IMAGE_ABSENT", "check the name and the tag"];
  if (status === 429) return ["REGISTRY_UNREACHABLE", "log in for more pulls, or try again later"];
  if (status === 408 || status >= 500) return ["REGISTRY_UNREACHABLE", "try again later"];
  return ["REGISTRY_INVALID", "check that it is a registry"];
}

/** The message of the first error in an answer's body. OCI distribution specification, "Error Codes". */
function firstMessage(bytes: Uint8Array): string | undefined {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof body !== "object" || body === null || !("errors" in body)) return undefined;
    const [first]: unknown[] = Array.isArray(body.errors) ? body.errors : [];
    if (typeof first !== "object" || first === null || !("message" in first)) return undefined;
    // It goes to terminals and logs.
    return String(first.message)
      .replace(/[^\x20-\x7e]/g, "?")
      .slice(0, 200);
  } catch {
    return undefined;
  }
}
