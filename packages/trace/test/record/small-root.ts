import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";

const programs = ["sh", "cat", "sleep", "id", "env", "rm"] as const;

/** Whether a small root can be made and something in it recorded here. */
export const canRecord: boolean =
  process.platform === "linux" &&
  process.geteuid?.() === 0 &&
  runs("unshare", ["--mount", "--pid", "--net", "--fork", "true"]) &&
  runs("setpriv", ["true"]) &&
  runs("ldd", ["--version"]);

/** Whether a command ends with success. */
export function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}

/** Makes a root of a few programs of this machine with their libraries, a script and a user. */
export function makeSmallRoot(root: string): void {
  for (const program of programs) {
    const path = spawnSync("sh", ["-c", `readlink -f "$(command -v ${program})"`], {
      encoding: "utf8",
    });
    copy(root, path.stdout.trim(), `/usr/bin/${program}`);
    const libraries = spawnSync("ldd", [path.stdout.trim()], { encoding: "utf8" }).stdout;
    for (const [library] of libraries.matchAll(/\/\S+/g)) copy(root, library, library);
  }
  symlinkSync("usr/bin", join(root, "bin"));
  for (const folder of ["app", "etc"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    join(root, "etc/passwd"),
    "root:x:0:0::/root:/bin/sh\napp:x:1234:99::/app:/bin/sh\n",
  );
  writeFileSync(join(root, "etc/group"), "root:x:0:\nstaff:x:50:\nsudo:x:27:other,app\n");
  writeFileSync(join(root, "app/data"), "data\n");
  writeFileSync(join(root, "app/run"), '#!/bin/sh\ncat data; echo "$GREETING from $HOME"; id\n');
  chmodSync(join(root, "app/run"), 0o755);
}

function copy(root: string, from: string, to: string): void {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  copyFileSync(from, join(root, to));
  chmodSync(join(root, to), 0o755);
}
