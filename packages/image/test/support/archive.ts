import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderTar, type TarInput } from "@coppice/image";
import { collect } from "./bytes.ts";
import { entry, symlink } from "./entry.ts";
import { temporaryFolder } from "./layout.ts";

/** What a member holds, or where a link leads. */
export type Content = Uint8Array | string | { readonly link: string };

/** A file of a tar archive with these members, by name. */
export async function writeArchive(members: { readonly [name: string]: Content }): Promise<string> {
  const inputs = Object.entries(members).map(([name, content]): TarInput => {
    const path = `/${name}`;
    if (typeof content === "object" && "link" in content) {
      return { entry: symlink(path, content.link) };
    }
    const bytes = Buffer.from(content);
    return { entry: entry(path, { size: bytes.length }), content: [bytes] };
  });
  const path = join(await temporaryFolder(), "image.tar");
  await writeFile(path, await collect(renderTar(inputs)));
  return path;
}

export function json(value: unknown): string {
  return JSON.stringify(value);
}
