import type { Digest } from "@coppice/types";
import { ImageError } from "./image-error.ts";
import { isDigest } from "./parse-descriptor.ts";

/** Where an image is in a registry. */
export interface ImageReference {
  /** Host of the registry with its port, if any. */
  readonly registry: string;
  /** Path of the repository in the registry. */
  readonly repository: string;
  /** `latest` where neither tag nor digest was written. */
  readonly tag?: string;
  readonly digest?: Digest;
}

/**
 * Parses a reference to an image as Docker does: a name without a host is one of Docker Hub, and one without a folder is
 * one of its official images. A leading `docker://`, as skopeo writes it, is passed over. Grammar of
 * `github.com/distribution/reference`.
 *
 * @example
 * ```ts
 * import { parseReference } from "@coppice/image";
 *
 * parseReference("nginx"); // => { registry: "docker.io", repository: "library/nginx", tag: "latest" }
 * parseReference("localhost:5000/a/b:1"); // => { registry: "localhost:5000", repository: "a/b", tag: "1" }
 * ```
 * @throws An {@link ImageError} with code `REFERENCE_INVALID`.
 */
export function parseReference(text: string): ImageReference {
  if (text.length > maximumLength) throw invalid(text, "is too long");
  const rest = text.startsWith(scheme) ? text.slice(scheme.length) : text;
  const [named = "", digest, ...more] = rest.split("@");
  if (more.length > 0 || (digest !== undefined && !isDigest(digest))) {
    throw invalid(text, "has a false digest after @");
  }
  const { name, tag } = splitTag(named);
  if (tag !== undefined && !tagForm.test(tag)) throw invalid(text, "has a false tag");
  const { registry, path } = splitRegistry(name);
  if (!isHost(registry) || !URL.canParse(`https://${registry}`))
    throw invalid(text, "has a false host");
  const components = path.split("/");
  if (!components.every(isComponent)) {
    throw invalid(text, "has a false name; names are in lower case");
  }
  const isOfficial = registry === dockerHub && components.length === 1;
  return {
    registry,
    repository: isOfficial ? `library/${path}` : path,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    ...(tag === undefined && digest === undefined && { tag: "latest" }),
  };
}

const scheme = "docker://";
const dockerHub = "docker.io";
const maximumLength = 512;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const hostForm = /^[A-Za-z0-9.-]+$/;
const addressForm = /^\[[0-9A-Fa-f:.]+\]$/;
const portForm = /^[0-9]{1,5}$/;
const separatorForm = /^(?:[._]|__|-+)$/;

/** A tag follows the last colon unless a folder does, so that the colon is that of a port. */
function splitTag(named: string): { readonly name: string; readonly tag?: string } {
  const colon = named.lastIndexOf(":");
  if (colon < named.lastIndexOf("/") || colon === -1) return { name: named };
  return { name: named.slice(0, colon), tag: named.slice(colon + 1) };
}

/** The first part is a host where it could be no folder: it has a dot, a port or a capital, or is `localhost`. */
function splitRegistry(name: string): { readonly registry: string; readonly path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = /[.:A-Z]/.test(first) || first === "localhost";
  if (!isRegistry) return { registry: dockerHub, path: name };
  const isHub = first === "index.docker.io" || first === "registry-1.docker.io";
  return { registry: isHub ? dockerHub : first, path: name.slice(slash + 1) };
}

function isHost(registry: string): boolean {
  const colon = registry.endsWith("]") ? -1 : registry.lastIndexOf(":");
  const host = colon === -1 ? registry : registry.slice(0, colon);
  if (colon !== -1 && !portForm.test(registry.slice(colon + 1))) return false;
  if (addressForm.test(host)) return true;
  const isLabel = (label: string): boolean =>
    label !== "" && !label.startsWith("-") && !label.endsWith("-");
  return hostForm.test(host) && host.split(".").every(isLabel);
}

/** Words of letters and digits with `.`, `_`, `__` or any number of `-` between two. */
function isComponent(component: string): boolean {
  const separators = component.split(/[a-z0-9]+/);
  const first = separators.shift();
  const last = separators.pop();
  return first === "" && last === "" && separators.every((text) => separatorForm.test(text));
}

function invalid(text: string, what: string): ImageError {
  const shown = JSON.stringify(text.slice(0, 100));
  return new ImageError(
    "REFERENCE_INVALID",
    `${shown} ${what}; write a reference like docker.io/library/nginx:1.27 or name@sha256:DIGEST`,
  );
}
