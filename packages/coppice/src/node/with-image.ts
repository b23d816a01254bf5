import { type OpenedImage, type OpenImageOptions, openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import type { Bom, Problem } from "@coppice/types";
import type { Io } from "./io.ts";
import { showProgress } from "./show-progress.ts";
import { tool } from "./tool.ts";

/** Opens the image at `path` for as long as `use` takes. */
export async function withImage<Result>(
  path: string,
  io: Io,
  use: (image: OpenedImage) => Promise<Result>,
  options?: OpenImageOptions,
): Promise<Result> {
  showProgress(io, `Opening ${path} …`);
  const image = await openImage(path, { ...options, ...(io.signal && { signal: io.signal }) });
  try {
    return await use(image);
  } finally {
    await image.close();
  }
}

/** The bill of materials of the image at `path`, with what could not be read of it. */
export function takeInventory(path: string, io: Io): Promise<Bom> {
  const unreadable: Problem[] = [];
  return withImage(
    path,
    io,
    async ({ tree, subject }) => {
      showProgress(io, `Taking the inventory of ${path} …`);
      const bom = await inventory(tree, { subject, tool, ...(io.signal && { signal: io.signal }) });
      return { ...bom, problems: [...unreadable, ...bom.problems] };
    },
    { onProblem: (problem) => unreadable.push(problem) },
  );
}
