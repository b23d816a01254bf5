import { type ImageReference, parseAuthenticate, type RegistryCredentials } from "@coppice/image";
import { authorize } from "./authorize.ts";
import { followRedirects } from "./follow-redirects.ts";
import type { Answer, Request, Send } from "./transport.ts";

/** Looks up the credentials for a repository. */
export type FindCredentials = (
  reference: ImageReference,
) => Promise<RegistryCredentials | undefined>;

/** Asks a registry for what is in one repository. */
export interface RegistryClient {
  readonly host: string;
  /** The answer for `path`, such as `blobs/sha256:…`, with credentials where the registry wants some. */
  get(path: string, headers: Request["headers"]): Promise<Answer>;
}

/** A client for the repository of `reference`. OCI distribution specification 1.1. */
export function createRegistryClient(
  reference: ImageReference,
  options: {
    readonly send: Send;
    readonly findCredentials: FindCredentials;
    readonly insecure: boolean | undefined;
  },
): RegistryClient {
  const { registry, repository } = reference;
  const { send, findCredentials, insecure } = options;
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  const isLocal = isLoopback(new URL(`http://${host}`));
  const isPlain = insecure ?? isLocal;
  const base = `${isPlain ? "http" : "https"}://${host}/v2/${repository}/`;
  const mayBePlain = (url: URL): boolean =>
    isPlain && (insecure === true || (isLocal && isLoopback(url)));
  /** Set by the first answer that asks for it; tokens end, and then it is set again. */
  let authorization: string | undefined;
  const renew = async (header: string): Promise<string | undefined> =>
    authorize(parseAuthenticate(header), {
      repository,
      credentials: await findCredentials(reference),
      send: (url, request) => followRedirects(send, url, request, mayBePlain),
    });
  const ask = (path: string, headers: Request["headers"]): Promise<Answer> => {
    const known = { "accept-encoding": "identity", "user-agent": "coppice", ...headers };
    const all = authorization === undefined ? known : { ...known, authorization };
    return followRedirects(send, new URL(path, base), { headers: all }, mayBePlain);
  };
  return {
    host,
    async get(path, headers) {
      const answer = await ask(path, headers);
      const challenge = answer.headers.get("www-authenticate");
      // Where a redirect led to has no business with credentials.
      const isHome = answer.url.href === new URL(path, base).href;
      if (answer.status !== 401 || challenge === null || !isHome) return answer;
      await answer.discard();
      authorization = await renew(challenge);
      return ask(path, headers);
    },
  };
}

function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    hostname.endsWith(".localhost") ||
    /^127\.[0-9.]+$/.test(hostname)
  );
}
