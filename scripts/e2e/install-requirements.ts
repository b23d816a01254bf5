import process from "node:process";
import { execute } from "./execute.ts";

/** A program that must be there, and the Debian package that brings it. */
const programs: ReadonlyMap<string, string> = new Map([
  ["apt-get", "apt"],
  ["dpkg-query", "dpkg"],
  ["ip", "iproute2"],
  ["mmdebstrap", "mmdebstrap"],
  ["readelf", "binutils"],
  ["skopeo", "skopeo"],
  ["strace", "strace"],
  ["tar", "tar"],
  ["umoci", "umoci"],
  ["unshare", "util-linux"],
]);

/**
 * Installs with apt-get what of the needed programs is missing.
 *
 * @throws An error when this is not root, or apt-get fails.
 */
export function installRequirements(say: (line: string) => void): void {
  if (process.getuid?.() !== 0) {
    throw new Error("the live job makes namespaces and root file systems; run it as root");
  }
  const missing = [...programs].filter(([program]) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  say(`installing ${packages.join(", ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  execute("apt-get", ["update", "-q"], { env });
  execute("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], {
    env,
    seconds: 600,
  });
}

function isInstalled(program: string): boolean {
  return (
    execute("sh", ["-c", 'command -v "$1"', "sh", program], { accept: [0, 127, 1] }).status === 0
  );
}
