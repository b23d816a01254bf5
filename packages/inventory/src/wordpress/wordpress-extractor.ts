import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { FileEntry, Package, PackageId } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { parseHeaderComment } from "./parse-header-comment.ts";

/** WordPress itself looks no further for a header (`get_file_data`). */
const headerBytes = 8192;

/**
 * Finds WordPress with its plugins and themes. A plugin is the folder, or the single file, in `wp-content/plugins` of which a
 * PHP file has the header comment; a theme is a folder whose `style.css` has one.
 */
export const wordpressExtractor: Extractor = {
  name: "wordpress",
  version: 1,
  ecosystem: "wordpress",
  capabilities: {
    reads: ["wp-content/plugins", "wp-content/themes", "wp-includes/version.php"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: false,
    licenses: true,
  },
  wants: (entry) => entry.type === "file" && kindOf(entry) !== undefined,
  extract,
};

type Kind = "core" | "plugin" | "theme";

function kindOf({ path }: FileEntry): Kind | undefined {
  if (path.endsWith(".php")) {
    if (path.endsWith("/wp-includes/version.php")) return "core";
    const rest = below(path, "/wp-content/plugins/");
    return rest !== undefined && rest.split("/").length <= 2 ? "plugin" : undefined;
  }
  if (!path.endsWith("/style.css")) return undefined;
  return below(path, "/wp-content/themes/")?.split("/").length === 2 ? "theme" : undefined;
}

function below(path: string, folder: string): string | undefined {
  const at = path.indexOf(folder);
  return at < 0 ? undefined : path.slice(at + folder.length);
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const read = await mapConcurrently(context.wanted, 8, async (entry) => {
    const { path } = entry;
    const bytes = await context.readRange(path, { start: 0, end: headerBytes });
    return { path, kind: kindOf(entry), text: decodeName(bytes ?? new Uint8Array()) };
  });
  const found = new Map<string, Package>();
  const sites = new Map<string, PackageId>();
  for (const { path, kind, text } of read) {
    const root = kind === "core" ? parentPath(parentPath(path)) : rootOf(path);
    // A plugin may have the header in several files.
    const key = `${kind} ${root}`;
    const package_ = found.has(key) ? undefined : toPackage(context, { path, root, kind, text });
    if (package_ === undefined) continue;
    found.set(key, package_);
    if (kind === "core") sites.set(root, package_.id);
  }
  const settings = [...sites].map(([root, by]) => ({ path: joinPath(root, "wp-config.php"), by }));
  return {
    packages: [...found.values()],
    claims: claimFiles(context, [...found.values()], sites),
    configuration: settings.filter(({ path }) => context.index.lookup(path)),
  };
}

/** The folder of a plugin or theme; a plugin may also be one file. */
function rootOf(path: string): string {
  const folder = parentPath(path);
  return folder.endsWith("/wp-content/plugins") ? path : folder;
}

function toPackage(
  context: ExtractorContext,
  { path, root, kind, text }: { path: string; root: string; kind: Kind | undefined; text: string },
): Package | undefined {
  const common = { location: root, file: path };
  if (kind === "core") {
    const [, version] = /^\s{0,9}\$wp_version\s{0,9}=\s{0,9}'([^']{1,40})'/m.exec(text) ?? [];
    if (version === undefined) return undefined;
    const purl = { type: "generic" };
    return createPackage(context, wordpressExtractor, {
      ...common,
      name: "wordpress",
      version,
      purl,
    });
  }
  const fields = parseHeaderComment(text);
  const title = fields.get(kind === "theme" ? "theme name" : "plugin name");
  if (title === undefined) return undefined;
  const version = fields.get("version");
  const license = fields.get("license");
  const name = root.slice(root.lastIndexOf("/") + 1).replace(/\.php$/, "");
  return createPackage(context, wordpressExtractor, {
    ...common,
    name,
    purl: { type: `wordpress-${kind}` },
    description: title,
    ...(version !== undefined && { version }),
    ...(license !== undefined && { licenses: [license] }),
  });
}

const coreFolders = ["wp-admin", "wp-includes"];

const coreFiles = (
  "index.php license.txt readme.html wp-activate.php wp-blog-header.php wp-comments-post.php wp-config-sample.php " +
  "wp-cron.php wp-links-opml.php wp-load.php wp-login.php wp-mail.php wp-settings.php wp-signup.php wp-trackback.php " +
  "xmlrpc.php wp-content wp-content/index.php wp-content/plugins wp-content/plugins/index.php wp-content/themes " +
  "wp-content/themes/index.php"
).split(" ");

/** Plugins and themes own their folders; WordPress itself what it brings, and not all else that a site has beside it. */
function* claimFiles(
  { index }: ExtractorContext,
  found: readonly Package[],
  sites: ReadonlyMap<string, PackageId>,
): Generator<Claim> {
  const folders = new Map<string, PackageId>();
  for (const { id, location = "" } of found) if (!sites.has(location)) folders.set(location, id);
  for (const [site, id] of sites) {
    for (const name of coreFolders) folders.set(joinPath(site, name), id);
    for (const name of coreFiles) {
      const path = joinPath(site, name);
      if (index.lookup(path)) yield { path, package: id };
    }
  }
  yield* claimFolders(index, folders);
}
