import { type OpenedImage, openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import type { Io } from "./io.ts";
import { showProgress } from "./show-progress.ts";

/** Opens the image at `path` for as long as `use` takes. */
export async function withImage<Result>(
  path: string,
  io: Io,
  use: (image: OpenedImage) => Promise<Result>,
): Promise<Result> {
  showProgress(io, `Opening ${path} …`);
  const image = await openImage(path);
  try {
    return await use(image);
  } finally {
    await image.close();
  }
}

/** The bill of materials of the image at `path`. */
export function takeInventory(path: string, io: Io): Promise<Bom> {
  return withImage(path, io, ({ tree, subject }) => {
    showProgress(io, `Taking the inventory of ${path} …`);
    // The Bom lists the problems itself.
    return inventory(tree, { subject, onProblem: () => {} });
  });
}
