import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./execute.ts";
import type { ImageRecipe } from "./image-recipe.ts";

const suite = "bookworm";
/** Every time in an image is at most this one, so that it depends on the packages alone. */
const epoch = 1_700_000_000;
const created = new Date(epoch * 1000).toISOString().replace(".000", "");

/**
 * What mmdebstrap copies from the machine it runs on is replaced, so that the image does not depend on it. An image
 * has no use for either: a container's runtime mounts its own.
 */
const neutralise = [
  'echo localhost >"$1/etc/hostname"',
  ': >"$1/etc/resolv.conf"',
  'chmod 644 "$1/etc/hostname" "$1/etc/resolv.conf"',
].join(" && ");

/**
 * The path of an OCI layout of one image, built by mmdebstrap and umoci; its folder has the image's name. One that was
 * built before from the same recipe is taken from `images`.
 */
export function buildImage(
  recipe: ImageRecipe,
  images: string,
  say: (line: string) => void,
): string {
  mkdirSync(images, { recursive: true });
  const files = join(images, `${recipe.name}.files.tar`);
  if (recipe.files !== undefined) archiveFiles(recipe.files, files);
  const extraLayers = recipe.files === undefined ? [] : [files];
  const folder = join(images, `${recipe.name}-${recipeKey(recipe, extraLayers)}`);
  const layout = join(folder, recipe.name);
  if (existsSync(layout)) return layout;

  say(`${recipe.name}: building the image from Debian's packages`);
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half);
  const packages = join(half, "packages.tar");
  installPackages(recipe.packages, packages);
  const built = join(half, recipe.name);
  const image = `${built}:latest`;
  execute("umoci", ["init", "--layout", built]);
  execute("umoci", ["new", "--image", image]);
  for (const layer of [packages, ...extraLayers]) {
    execute("umoci", ["raw", "add-layer", "--image", image, "--history.created", created, layer]);
  }
  execute("umoci", ["config", "--image", image, "--no-history", ...configFlags(recipe)]);
  // Each step above left its manifest; without them the layout holds one image and nothing else.
  execute("umoci", ["gc", "--layout", built]);
  rmSync(packages);
  renameSync(half, folder);
  return layout;
}

function installPackages(packages: readonly string[], archive: string): void {
  execute(
    "mmdebstrap",
    [
      "--quiet",
      "--variant=minbase",
      `--include=${packages.join(",")}`,
      `--customize-hook=${neutralise}`,
      suite,
      archive,
    ],
    { env: { SOURCE_DATE_EPOCH: `${epoch}` }, seconds: 600 },
  );
}

function archiveFiles(folder: string, archive: string): void {
  const stable = ["--sort=name", `--mtime=@${epoch}`, "--owner=0", "--group=0", "--numeric-owner"];
  // The folder itself is left out, so that the root directory keeps the mode that the packages gave it.
  const names = readdirSync(folder).sort();
  execute("tar", ["-C", folder, ...stable, "--mode=u=rwX,go=rX", "-cf", archive, ...names]);
}

function recipeKey(recipe: ImageRecipe, layers: readonly string[]): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([suite, epoch, neutralise, recipe.packages, configFlags(recipe)]));
  for (const layer of layers) hash.update(readFileSync(layer));
  return hash.digest("hex").slice(0, 16);
}

function configFlags(recipe: ImageRecipe): readonly string[] {
  return [
    `--created=${created}`,
    `--config.exposedports=${recipe.port}/tcp`,
    `--config.stopsignal=${recipe.stopSignal}`,
    `--config.user=${recipe.user ?? ""}`,
    `--config.workingdir=${recipe.workingDirectory ?? "/"}`,
    `--config.label=org.opencontainers.image.title=${recipe.name}`,
    "--config.env=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    ...recipe.entrypoint.map((word) => `--config.entrypoint=${word}`),
    ...recipe.command.map((word) => `--config.cmd=${word}`),
  ];
}
