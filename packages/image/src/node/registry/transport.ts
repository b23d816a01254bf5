import { ImageError, isImageError } from "@coppice/image";

/** What `fetch` must be able to do; the global one does. */
export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** A request that follows no redirect. */
export interface Request {
  readonly headers: { readonly [name: string]: string };
  /** A form to send with POST. */
  readonly form?: URLSearchParams;
}

/** An answer whose body is still to come; it has to be read or discarded. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  body(): AsyncGenerator<Uint8Array, void, undefined>;
  discard(): Promise<void>;
}

/** Sends a request. Rejects with `REGISTRY_UNREACHABLE` where no answer comes or it breaks off. */
export type Send = (url: URL, request: Request) => Promise<Answer>;

/** Sends requests with `fetch`; each wait for bytes ends after `timeout` milliseconds. */
export function createTransport(options: {
  readonly fetch: Fetch;
  readonly timeout: number;
  readonly signal: AbortSignal;
}): Send {
  const { fetch, timeout, signal } = options;
  return async (url, { headers, form }) => {
    const idle = new AbortController();
    const both = AbortSignal.any([signal, idle.signal]);
    const waitFor = async <Value>(work: () => Promise<Value>): Promise<Value> => {
      const timer = setTimeout(() => idle.abort(timedOut(url, timeout)), timeout);
      try {
        return await work();
      } catch (error) {
        signal.throwIfAborted();
        throw idle.signal.aborted ? idle.signal.reason : unreachable(url, error);
      } finally {
        clearTimeout(timer);
      }
    };
    const init: RequestInit = {
      headers,
      redirect: "manual",
      signal: both,
      ...(form && { method: "POST", body: form }),
    };
    const response = await waitFor(() => fetch(url, init));
    const reader = response.body?.getReader();
    const discard = async (): Promise<void> => {
      await reader?.cancel().catch(() => undefined);
    };
    return {
      url,
      status: response.status,
      headers: response.headers,
      discard,
      async *body() {
        try {
          while (reader) {
            const { done, value } = await waitFor(() => reader.read());
            if (done) return;
            yield value;
          }
        } finally {
          await discard();
        }
      },
    };
  };
}

function timedOut(url: URL, timeout: number): ImageError {
  return new ImageError(
    "REGISTRY_UNREACHABLE",
    `${url.host} sent nothing for ${timeout} ms; try again, or raise timeout`,
  );
}

function unreachable(url: URL, error: unknown): unknown {
  if (isImageError(error)) return error;
  const causes = [error, error instanceof Error ? error.cause : undefined];
  const [reason = "the connection broke"] = causes.flatMap((cause) =>
    cause instanceof Error && "code" in cause ? String(cause.code) : [],
  );
  return new ImageError(
    "REGISTRY_UNREACHABLE",
    `${url.host} cannot be reached (${reason}); check the name and the network, and try again`,
    { cause: error },
  );
}
