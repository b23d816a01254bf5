import {
  type DownloadProgress,
  type OpenedImage,
  type OpenImageOptions,
  openImage,
  openRegistryImage,
} from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import type { Bom, Problem } from "@coppice/types";
import type { Io } from "./io.ts";
import { showProgress } from "./show-progress.ts";
import { tool } from "./tool.ts";

/** How a registry's image is named, as other tools do. */
const registryPrefix = "docker://";

/** Opens the image at `path`, or that of a registry, for as long as `use` takes. */
export async function withImage<Result>(
  path: string,
  io: Io,
  use: (image: OpenedImage) => Promise<Result>,
  options?: OpenImageOptions,
): Promise<Result> {
  showProgress(io, `Opening ${path} …`);
  const signal = io.signal && { signal: io.signal };
  const image = path.startsWith(registryPrefix)
    ? await openRegistryImage(path.slice(registryPrefix.length), {
        ...options,
        ...signal,
        onProgress: showDownload(path, io),
      })
    : await openImage(path, { ...options, ...signal });
  try {
    return await use(image);
  } finally {
    await image.close();
  }
}

/** Says how much of all blobs that have begun has come. */
function showDownload(path: string, io: Io): (progress: DownloadProgress) => void {
  const blobs = new Map<string, DownloadProgress>();
  return (progress) => {
    blobs.set(progress.digest, progress);
    const all = [...blobs.values()];
    const sum = (of: "received" | "size") => all.reduce((total, blob) => total + blob[of], 0);
    const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
    showProgress(
      io,
      `Downloading ${path}: ${megabytes(sum("received"))} of ${megabytes(sum("size"))} MB …`,
    );
  };
}

/** The bill of materials of the image at `path`, with what could not be read of it. */
export function takeInventory(
  path: string,
  io: Io,
  options: Pick<OpenImageOptions, "platform" | "reference"> = {},
): Promise<Bom> {
  const unreadable: Problem[] = [];
  return withImage(
    path,
    io,
    async ({ tree, subject }) => {
      showProgress(io, `Taking the inventory of ${path} …`);
      const bom = await inventory(tree, { subject, tool, ...(io.signal && { signal: io.signal }) });
      return { ...bom, problems: [...unreadable, ...bom.problems] };
    },
    { ...options, onProblem: (problem) => unreadable.push(problem) },
  );
}
