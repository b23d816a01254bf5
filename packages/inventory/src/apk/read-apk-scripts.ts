import { decodeName, scanTar } from "@coppice/image";
import { isCoppiceError } from "@coppice/types";
import { decompress } from "../decompress.ts";
import type { PackageScript } from "../dpkg/paths-in-scripts.ts";
import type { ExtractorContext } from "../extractor.ts";
import type { ApkCandidate } from "./resolve-apk-dependencies.ts";

/** Scripts that set a package up. */
const kinds = new Set(["pre-install", "post-install", "trigger"]);
/** Bytes of the archive, and of one script. */
const maximumArchive = 64 * 1024 * 1024;
const maximumScript = 1024 * 1024;

/** The scripts of installed packages, which apk keeps in an archive beside the database `location`. */
export async function readApkScripts(
  context: ExtractorContext,
  location: string,
  installed: readonly ApkCandidate[],
): Promise<PackageScript[]> {
  const folder = location.slice(0, location.lastIndexOf("/"));
  // apk-tools 3 compresses it.
  const path = [`${folder}/scripts.tar`, `${folder}/scripts.tar.gz`].find(
    (each) => context.index.lookup(each)?.type === "file",
  );
  const packed = path === undefined ? undefined : await context.read(path);
  if (path === undefined || packed === undefined || packed.length === 0) return [];
  const owners = new Map(installed.map((each) => [`${each.name}-${each.version}`, each]));
  const scripts: PackageScript[] = [];
  try {
    const archive = path.endsWith(".gz")
      ? await decompress(packed, "gzip", maximumArchive)
      : packed;
    for await (const member of scanTar([archive], { name: path })) {
      // Named `/NAME-VERSION.CHECKSUM.KIND`; in a checksum, which begins with Q or X, there is no dot.
      const owner = owners.get(member.path.slice(1, member.path.search(/\.[QX][12]/)));
      const kind = member.path.slice(member.path.lastIndexOf(".") + 1);
      if (owner === undefined || !kinds.has(kind) || member.size > maximumScript) continue;
      let text = "";
      for await (const chunk of member.content()) text += decodeName(chunk);
      scripts.push({ id: owner.id, name: owner.name, text });
    }
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    const message = `what scripts set up counts as unowned: ${error.message}`;
    context.onProblem({ code: "APK_SCRIPTS_INVALID", message, path });
  }
  return scripts;
}
