import { createHash, randomBytes } from "node:crypto";
import { renderTar, scanTar } from "@coppice/image";
import { bench, describe } from "vitest";
import { collect, cut } from "./support/bytes.ts";
import { entry } from "./support/entry.ts";

const content = randomBytes(16_384);
const archive = await collect(
  renderTar(
    Array.from({ length: 4000 }, (_, index) => ({
      entry: entry(`/usr/share/folder-${index % 100}/file-${index}`, { size: content.length }),
      content: [content],
    })),
  ),
);
const chunks = [...cut(archive, [1 << 18])];

describe(`a tar stream of 4000 members and ${archive.length >> 20} MiB`, () => {
  bench("scanTar, contents passed over", async () => {
    for await (const _ of scanTar(chunks));
  });

  bench("scanTar, contents digested", async () => {
    for await (const member of scanTar(chunks)) {
      const hash = createHash("sha256");
      for await (const chunk of member.content()) hash.update(chunk);
      hash.digest();
    }
  });

  bench("sha256 of the same bytes, for comparison", () => {
    const hash = createHash("sha256");
    for (const chunk of chunks) hash.update(chunk);
    hash.digest();
  });
});
