import type { ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { collectPoms, isPomPath, pomInvalid } from "./collect-poms.ts";
import type { JarFile } from "./jar-file.ts";
import { parseJarManifest } from "./parse-jar-manifest.ts";

const manifestName = "/META-INF/MANIFEST.MF";
/** Where an application's own classes are, within it. */
const classFolders = ["/WEB-INF/classes", "/BOOT-INF/classes"];

/** Whether a path is what an archive says of itself, in a folder that one was unpacked to. */
export function isExplodedRecord(path: string): boolean {
  return path.endsWith(manifestName) || isPomPath(path);
}

/**
 * The folders that archives were unpacked to, such as web applications and images that are built in layers: those with
 * a manifest or one of Maven's files in `META-INF`.
 */
export async function findExplodedArchives(
  context: ExtractorContext,
  records: readonly string[],
): Promise<readonly JarFile[]> {
  const contents = await mapConcurrently(records, 8, async (path) => {
    return [path, await context.read(path)] as const;
  });
  const byRoot = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of contents) {
    if (bytes === undefined) continue;
    const root = rootOf(path);
    const files = byRoot.get(root) ?? new Map<string, Uint8Array>();
    byRoot.set(root, files.set(path, bytes));
  }
  return [...byRoot].map(([root, files]): JarFile => {
    const [first = root] = files.keys();
    const manifests = [...files.keys()].filter((path) => path.endsWith(manifestName));
    // The application's own is right in its folder; one of its classes may be deeper.
    const manifest = manifests.sort((a, b) => a.length - b.length)[0] ?? "";
    const manifestBytes = files.get(manifest);
    return {
      file: manifest || first,
      place: root,
      // The file that it was unpacked from has an ending, which tells names and versions apart. Tomcat calls what is served
      // at its root like this.
      name: `${root.slice(root.lastIndexOf("/") + 1) || "ROOT"}.war`,
      manifest: manifestBytes ? parseJarManifest(manifestBytes) : new Map(),
      poms: collectPoms(new Map([...files].filter(([path]) => isPomPath(path))), (path) => {
        context.onProblem(pomInvalid(path, path));
      }),
      classFolders: new Set(),
      nested: [],
    };
  });
}

function rootOf(path: string): string {
  const root = path.slice(0, path.lastIndexOf("/META-INF/"));
  const inner = classFolders.find((folder) => root.endsWith(folder));
  return (inner === undefined ? root : root.slice(0, -inner.length)) || "/";
}
