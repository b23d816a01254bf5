import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  type ImageReference,
  parseCredentialsFile,
  type RegistryCredentials,
} from "@coppice/image";
import { runCredentialHelper } from "./run-credential-helper.ts";

/** Where credentials are looked for: the environment of a process. */
export interface CredentialPlaces {
  readonly [variable: string]: string | undefined;
}

/**
 * The credentials that `docker login` or `podman login` left for a repository: of the first file that has some, for the
 * longest prefix of its name.
 */
export async function readCredentials(
  { registry, repository }: ImageReference,
  environment: CredentialPlaces = process.env,
): Promise<RegistryCredentials | undefined> {
  for (const path of credentialFiles(environment)) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined || bytes.length === 0) continue;
    const { credentials, helpers, store } = parseCredentialsFile(bytes, path);
    const helper = helpers.get(registry) ?? store;
    const found =
      (helper !== undefined && (await runCredentialHelper(helper, registry))) ||
      prefixes(`${registry}/${repository}`).flatMap((key) => credentials.get(key) ?? [])[0];
    if (found) return found;
  }
  return undefined;
}

/** In the order of containers-auth.json(5), with Docker's file last. */
function credentialFiles(environment: CredentialPlaces): readonly string[] {
  const home = environment["HOME"] ?? homedir();
  const {
    REGISTRY_AUTH_FILE: file,
    XDG_RUNTIME_DIR: runtime,
    XDG_CONFIG_HOME: config = join(home, ".config"),
    DOCKER_CONFIG: docker = join(home, ".docker"),
  } = environment;
  return [
    ...(file ? [file] : []),
    ...(runtime ? [join(runtime, "containers/auth.json")] : []),
    join(config, "containers/auth.json"),
    join(docker, "config.json"),
  ];
}

/** A name and what is left of it without its last parts, one after the other. */
function prefixes(name: string): readonly string[] {
  const parts = name.split("/");
  return parts.map((_, dropped) => parts.slice(0, parts.length - dropped).join("/"));
}
