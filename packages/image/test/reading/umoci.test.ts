import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isImageError, renderTar, scanTar, squashLayers, type TarInput } from "@coppice/image";
import { openImage } from "@coppice/image/node";
import type { FileEntry } from "@coppice/types";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { collect } from "../support/bytes.ts";
import { entry, folder, symlink } from "../support/entry.ts";
import { writeLayout } from "../support/layout.ts";
import { hasTool, run } from "../support/tool.ts";

/** Names that look like whiteouts and are none are among them. */
const name = fc.constantFrom("a", "b", "wh", ".wh", ".whoami", "a.wh.b", "x.wh.");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `/${names.join("/")}`);
const mode = fc.constantFrom(0o644, 0o755, 0o4755, 0o2711, 0o600);
/** No setgid, which the system would hand down to folders that no layer names. */
const folderMode = fc.constantFrom(0o755, 0o700, 0o1777);
const owner = fc.constantFrom(0, 1, 1000);
const xattrs = fc.option(fc.constant({ "user.key": "dmFsdWU=" }), { freq: 5, nil: undefined });

type Step = TarInput & { readonly kind: string };

const facts = fc.record({ mode, uid: owner, gid: owner });
const folderFacts = fc.record({ mode: folderMode, uid: owner, gid: owner });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(path, facts, fc.string({ maxLength: 5 }), xattrs)
      .map(([at, more, text, attributes]) => {
        const bytes = Buffer.from(text);
        const own = { ...more, size: bytes.length, ...(attributes && { xattrs: attributes }) };
        return { kind: "file", entry: entry(at, own), content: [bytes] };
      }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(path, folderFacts)
      .map(([at, more]) => ({ kind: "folder", entry: folder(at, more) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, fc.constantFrom("a", "b", "/a", "/b/wh", "../b"))
      .map(([at, to]) => ({ kind: "symlink", entry: symlink(at, to) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, path)
      .map(([at, to]) => ({ kind: "hard link", entry: entry(at, { hardLink: to }) })),
  },
  {
    weight: 2,
    arbitrary: path.map((at) => ({
      kind: "whiteout",
      entry: entry(
        `${dirname(at) === "/" ? "" : dirname(at)}/.wh.${at.slice(at.lastIndexOf("/") + 1)}`,
      ),
    })),
  },
  {
    weight: 1,
    arbitrary: path.map((at) => ({ kind: "opaque folder", entry: entry(`${at}/.wh..wh..opq`) })),
  },
);
const layers = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 4,
});

/** What both say in the same way: umoci makes no root of its own, and keeps no facts of links. */
function comparable(entries: Iterable<FileEntry>) {
  return [...entries]
    .filter((found) => found.path !== "/")
    .map(
      ({
        path: at,
        type,
        mode: bits,
        uid,
        gid,
        size,
        digest,
        target,
        hardLink,
        xattrs: attributes,
      }) => ({
        at,
        type,
        uid,
        gid,
        size,
        digest,
        target,
        hardLink,
        attributes,
        ...(type !== "symlink" && { bits }),
      }),
    );
}

/** What GNU tar finds in a folder, with extended attributes. */
async function lookAt(root: string): Promise<readonly FileEntry[]> {
  const archive = `${root}.tar`;
  run(
    "tar",
    "--format=pax",
    "--xattrs",
    "--xattrs-include=user.*",
    "--numeric-owner",
    "-cf",
    archive,
    "-C",
    root,
    ".",
  );
  const squash = squashLayers();
  squash.startLayer("");
  for await (const member of scanTar(createReadStream(archive))) {
    if (member.type !== "file") squash.add(member);
    else
      squash.add(
        member,
        `sha256:${createHash("sha256")
          .update(await collect(member.content()))
          .digest("hex")}`,
      );
  }
  return squash.entries().map((squashed) => squashed.entry);
}

const scratch = mkdtempSync(join(tmpdir(), "coppice-umoci-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
describe.skipIf(!isRoot || !hasTool("umoci") || !hasTool("tar"))("umoci, as root,", () => {
  test("unpacks any stack of layers to the same tree", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(layers, async (steps) => {
        const tars = await Promise.all(steps.map((layer) => collect(renderTar(layer))));
        const layout = await writeLayout(tars);
        const opening = openImage(layout);
        const image = await opening.catch((error: unknown) => {
          if (!isImageError(error)) throw error;
        });
        // A hard link to nothing, or a way without an end.
        fc.pre(image !== undefined);
        const bundle = join(scratch, `${count++}`);
        const unpacked = spawnSync("umoci", ["unpack", "--image", `${layout}:latest`, bundle]);
        await image?.close();
        // It takes no member below what is no folder, where we make one.
        fc.pre(unpacked.status === 0);
        expect(comparable(image?.tree.entries() ?? [])).toEqual(
          comparable(await lookAt(join(bundle, "rootfs"))),
        );
        await rm(bundle, { recursive: true });
      }),
      { numRuns: 40, interruptAfterTimeLimit: 10_000 },
    );
  });
});

test.skipIf(isRoot && hasTool("umoci"))(
  "umoci or root is absent: unpacked layers are not compared",
  () => {
    expect(isRoot && hasTool("umoci")).toBe(false);
  },
);
