import { ImageError } from "./image-error.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "./parse-json.ts";

/** What shows a registry who asks. */
export type RegistryCredentials =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** Is exchanged for a token, as a refresh token of OAuth 2. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** Is shown to the registry as it is. */
  | { readonly kind: "registry-token"; readonly token: string };

/** What Docker's `config.json` and Podman's `auth.json` say of registries. */
export interface CredentialsFile {
  /** By host, which a path of folders may follow; Docker Hub is `docker.io`. */
  readonly credentials: ReadonlyMap<string, RegistryCredentials>;
  /** Names of the helper programs for some hosts. */
  readonly helpers: ReadonlyMap<string, string>;
  /** Name of the helper program for all others. */
  readonly store?: string;
}

/**
 * Parses Docker's `config.json` or Podman's `auth.json` (containers-auth.json(5)); `name` stands for it in messages, which
 * show nothing of what is in it. What is of another shape than expected is passed over.
 *
 * @example
 * ```ts
 * import { parseCredentialsFile } from "@coppice/image";
 *
 * const text = '{"auths":{"https://index.docker.io/v1/":{"auth":"bWU6d29yZA=="}}}';
 * const { credentials } = parseCredentialsFile(new TextEncoder().encode(text), "config.json");
 * credentials.get("docker.io"); // => { kind: "password", username: "me", password: "word" }
 * ```
 * @throws An {@link ImageError} with code `REGISTRY_DENIED` for what is no JSON object.
 */
export function parseCredentialsFile(bytes: Uint8Array, name: string): CredentialsFile {
  const { auths, credHelpers, credsStore } = parseSecret(bytes, name);
  const credentials = new Map<string, RegistryCredentials>();
  for (const [key, value] of membersOf(auths)) {
    const found = isJsonObject(value) ? parseAuth(value) : undefined;
    // Docker keeps tokens of its own below the address that it logs in to, which sorts before them.
    const host = registryKey(key);
    if (found && !credentials.has(host)) credentials.set(host, found);
  }
  const helpers = new Map<string, string>();
  for (const [key, value] of membersOf(credHelpers)) {
    if (typeof value === "string") helpers.set(registryKey(key), value);
  }
  const hasStore = typeof credsStore === "string" && credsStore !== "";
  return { credentials, helpers, ...(hasStore && { store: credsStore }) };
}

function parseSecret(bytes: Uint8Array, name: string): JsonObject {
  try {
    return parseJsonObject(bytes, name);
  } catch {
    // The error of JSON.parse quotes what it read.
    const message = `${name} holds no JSON object; mend it, also where a member is there twice, or log in again`;
    throw new ImageError("REGISTRY_DENIED", message);
  }
}

function parseAuth(value: JsonObject): RegistryCredentials | undefined {
  const { auth, identitytoken, registrytoken } = value;
  if (isText(identitytoken)) return { kind: "identity-token", token: identitytoken };
  if (isText(registrytoken)) return { kind: "registry-token", token: registrytoken };
  const { username, password } = { ...value, ...(isText(auth) && decodeAuth(auth)) };
  return isText(username) && isText(password)
    ? { kind: "password", username, password }
    : undefined;
}

/** Base64 of name and password with a colon between them. */
function decodeAuth(auth: string): JsonObject {
  try {
    const bytes = Uint8Array.from(atob(auth), (character) => character.charCodeAt(0));
    const text = new TextDecoder().decode(bytes);
    const colon = text.indexOf(":");
    if (colon === -1) return {};
    return { username: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return {};
  }
}

/** Old keys are addresses, of which only the host counts. */
function registryKey(key: string): string {
  const colon = key.indexOf("://");
  const rest = colon === -1 ? key : key.slice(colon + 3);
  const [host = ""] = rest.split("/");
  if (host === "index.docker.io" || host === "registry-1.docker.io") return "docker.io";
  return colon === -1 ? rest : host;
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
