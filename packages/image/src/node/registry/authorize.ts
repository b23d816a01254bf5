import { type AuthenticateChallenge, ImageError, type RegistryCredentials } from "@coppice/image";
import { readAll } from "./read-all.ts";
import { statusError } from "./status-error.ts";
import type { Answer, Request } from "./transport.ts";

/** What {@link authorize} works with. */
export interface Authorizing {
  readonly repository: string;
  readonly credentials: RegistryCredentials | undefined;
  /** Sends a request to where tokens are made, if it may be sent there. */
  send(url: URL, request: Request): Promise<Answer>;
}

/** The `Authorization` header that meets one of the challenges; undefined where there is none without credentials. */
export async function authorize(
  challenges: readonly AuthenticateChallenge[],
  how: Authorizing,
): Promise<string | undefined> {
  const { credentials } = how;
  const bearer = challenges.find(({ scheme }) => scheme === "bearer");
  if (bearer) {
    const isReady = credentials?.kind === "registry-token";
    return `Bearer ${isReady ? credentials.token : await fetchToken(bearer, how)}`;
  }
  const isBasic = challenges.some(({ scheme }) => scheme === "basic");
  return isBasic && credentials?.kind === "password" ? basic(credentials) : undefined;
}

/** Distribution specification of Docker, "Token Authentication" and "Oauth2 Token Authentication". */
async function fetchToken(
  { parameters }: AuthenticateChallenge,
  { repository, credentials, send }: Authorizing,
): Promise<string> {
  const realm = parameters.get("realm") ?? "";
  if (!URL.canParse(realm)) throw invalid(`the realm ${JSON.stringify(realm)} is no address`);
  const url = new URL(realm);
  const service = parameters.get("service");
  const scope = parameters.get("scope") ?? `repository:${repository}:pull`;
  const query = new URLSearchParams({ ...(service !== undefined && { service }), scope });
  const answer =
    credentials?.kind === "identity-token"
      ? await send(url, { headers: {}, form: refreshForm(query, credentials.token) })
      : await send(withQuery(url, query, credentials), {
          headers: credentials?.kind === "password" ? { authorization: basic(credentials) } : {},
        });
  if (answer.status !== 200) throw await statusError(answer, `a token for ${repository}`);
  return readToken(await readAll(answer, `the token of ${url.host}`, 1 << 20), url);
}

function refreshForm(query: URLSearchParams, token: string): URLSearchParams {
  const form = new URLSearchParams(query);
  form.set("grant_type", "refresh_token");
  form.set("client_id", "coppice");
  form.set("refresh_token", token);
  return form;
}

function withQuery(
  realm: URL,
  query: URLSearchParams,
  credentials: RegistryCredentials | undefined,
): URL {
  const url = new URL(realm);
  for (const [name, value] of query) url.searchParams.set(name, value);
  if (credentials?.kind === "password") url.searchParams.set("account", credentials.username);
  return url;
}

function readToken(bytes: Uint8Array, { host }: URL): string {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof body === "object" && body !== null) {
      const token =
        ("token" in body && body.token) || ("access_token" in body && body.access_token);
      // Only what a header can hold.
      if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
    }
  } catch {
    // The answer may hold secrets, which no message may show.
  }
  throw invalid(`${host} gave no token`);
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function invalid(what: string): ImageError {
  const message = `${what}; check that it is a registry, and log in again`;
  return new ImageError("REGISTRY_INVALID", message);
}
