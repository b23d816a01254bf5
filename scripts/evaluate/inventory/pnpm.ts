import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImage } from "@coppice/image/node";
import type { Row } from "../evaluation.ts";
import { compareInstalled } from "./compare-installed.ts";

const dependencies = {
  "@babel/core": "7.26.0",
  eslint: "8.57.1",
  express: "4.21.2",
  react: "18.3.1",
  "react-dom": "18.3.1",
  vite: "5.4.11",
};

/** A tree that pnpm makes, beside the folders of its store in it. It needs npm's registry, and gives nothing without. */
export async function* pnpmRows(): AsyncIterable<Row> {
  const root = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
  try {
    writeFileSync(join(root, "package.json"), JSON.stringify({ name: "app", dependencies }));
    if (!install(root)) {
      process.stderr.write("  pnpm could not install: its row is left out\n");
      return;
    }
    const image = await openImage(root, { digests: false });
    yield await compareInstalled(image.tree, {
      name: "a tree of pnpm",
      ecosystem: "npm",
      expected: new Set(readdirSync(join(root, "node_modules/.pnpm")).flatMap(storedPackage)),
      keyOf: ({ name, version }) => `${name}@${version}`,
    });
    await image.close();
  } finally {
    rmSync(root, { recursive: true });
  }
}

function install(cwd: string): boolean {
  const command = ["--yes", "pnpm@10.34.9", "install", "--ignore-scripts", "--silent"];
  try {
    execFileSync("npx", command, { cwd, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** `@scope+name@1.2.3_peers` is version 1.2.3 of `@scope/name`. */
function storedPackage(folder: string): string[] {
  const at = folder.indexOf("@", 1);
  if (at < 0) return [];
  const [version = ""] = folder.slice(at + 1).split("_");
  return [`${folder.slice(0, at).replace("+", "/")}@${version}`];
}
