import { ImageError } from "@coppice/image";
import type { Answer, Request, Send } from "./transport.ts";

const maximumRedirects = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request and follows where the answer leads. Credentials stay with the origin they are for, and no way leads
 * from an encrypted connection to an open one unless `mayBePlain` says so.
 */
export async function followRedirects(
  send: Send,
  first: URL,
  request: Request,
  mayBePlain: (url: URL) => boolean,
): Promise<Answer> {
  let url = first;
  for (let count = 0; count <= maximumRedirects; count++) {
    if (url.protocol !== "https:" && !(url.protocol === "http:" && mayBePlain(url))) {
      throw misled(first, `leads to ${url.protocol}//${url.host}, which is not encrypted`);
    }
    if (request.form && url.origin !== first.origin) {
      throw misled(first, `would have a secret sent to ${url.host}`);
    }
    const { authorization, ...open } = request.headers;
    const isHome = url.origin === first.origin && authorization !== undefined;
    const headers = isHome ? { ...open, authorization } : open;
    const answer = await send(url, { ...request, headers });
    if (!redirects.has(answer.status)) return answer;
    await answer.discard();
    const location = answer.headers.get("location") ?? "";
    if (location === "" || !URL.canParse(location, url.href)) {
      throw misled(first, "leads to no address");
    }
    url = new URL(location, url);
  }
  throw misled(first, "leads from one address to the next without an end");
}

function misled(url: URL, what: string): ImageError {
  const message = `${url.host} ${what}; check the registry, or pull from another one`;
  return new ImageError("REGISTRY_INVALID", message);
}
