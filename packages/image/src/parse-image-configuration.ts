import type { Digest, ImageConfig } from "@coppice/types";
import { parseDigest } from "./parse-descriptor.ts";
import {
  invalidDocument,
  isJsonObject,
  isStrings,
  type JsonObject,
  knownMembers,
  parseJsonObject,
} from "./parse-json.ts";

/** An image's configuration as it stands in its blob, unknown members kept. OCI image specification, "Image Configuration". */
export interface ImageConfiguration {
  readonly architecture?: string;
  readonly os?: string;
  readonly variant?: string;
  /** When the image was made, as an RFC 3339 date and time. */
  readonly created?: string;
  readonly config?: ImageConfig;
  readonly rootfs?: { readonly type: "layers"; readonly diff_ids: readonly Digest[] };
  readonly [member: string]: unknown;
}

const isObject = isJsonObject;
const isString = (value: unknown): value is string => typeof value === "string";
const isLabels = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every(isString);
const isHealthcheck = (value: unknown): boolean =>
  isObject(value) && (value["Test"] === undefined || isStrings(value["Test"]));

/** The members of {@link ImageConfiguration} that something here looks at. */
const ownMembers = [
  "architecture",
  "os",
  "os.version",
  "variant",
  "created",
  "config",
  "rootfs",
  "history",
];

/** What the members of {@link ImageConfig} that we know must be. */
const configMembers: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["User", isString],
  ["ExposedPorts", isObject],
  ["Env", isStrings],
  ["Entrypoint", isStrings],
  ["Cmd", isStrings],
  ["Volumes", isObject],
  ["WorkingDir", isString],
  ["Labels", isLabels],
  ["StopSignal", isString],
  ["Healthcheck", isHealthcheck],
  ["Shell", isStrings],
]);

/**
 * Parses an image's configuration; `name` stands for it in messages. Members that are `null` are left out, which is
 * how Go programs write what is not there.
 *
 * @example
 * ```ts
 * import { parseImageConfiguration } from "@coppice/image";
 *
 * const bytes = new TextEncoder().encode(
 *   '{"architecture":"amd64","os":"linux","config":{"Cmd":["sh"],"Entrypoint":null},"x":1}',
 * );
 * parseImageConfiguration(bytes, "config"); // => { architecture: "amd64", os: "linux", config: { Cmd: ["sh"] }, x: 1 }
 * ```
 * @throws An {@link ImageError} with code `IMAGE_INVALID`.
 */
export function parseImageConfiguration(bytes: Uint8Array, name: string): ImageConfiguration {
  const document = knownMembers(parseJsonObject(bytes, name), ownMembers, name);
  const { config, rootfs, ...rest } = withoutNulls(document);
  const { architecture, os, variant, created } = rest;
  for (const [member, value] of Object.entries({ architecture, os, variant, created })) {
    if (value !== undefined && !isString(value)) {
      throw invalidDocument(name, `has a false ${member}`);
    }
  }
  return {
    ...rest,
    ...(config !== undefined && { config: parseConfig(config, name) }),
    ...(rootfs !== undefined && { rootfs: parseRootfs(rootfs, name) }),
  };
}

function parseConfig(value: unknown, name: string): ImageConfig {
  if (!isObject(value)) throw invalidDocument(name, "has a config that is no object");
  const config = withoutNulls(knownMembers(value, [...configMembers.keys()], name));
  const { Healthcheck } = config;
  const cleaned = isObject(Healthcheck)
    ? { ...config, Healthcheck: withoutNulls(Healthcheck) }
    : config;
  for (const [member, isValid] of configMembers) {
    const given = cleaned[member];
    if (given !== undefined && !isValid(given)) {
      throw invalidDocument(name, `has a false config.${member}`);
    }
  }
  return cleaned;
}

function parseRootfs(value: unknown, name: string): NonNullable<ImageConfiguration["rootfs"]> {
  const members = isObject(value) ? knownMembers(value, ["diff_ids"], name) : undefined;
  const diffIds = members && (members["diff_ids"] ?? []);
  if (!Array.isArray(diffIds)) throw invalidDocument(name, "has a false rootfs");
  return { type: "layers", diff_ids: diffIds.map((id: unknown) => parseDigest(id, name)) };
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
