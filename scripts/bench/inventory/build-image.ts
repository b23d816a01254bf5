import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execute } from "../../e2e/execute.ts";

const suite = "bookworm";
const debs = [
  "python3-flask",
  "python3-venv",
  "nodejs",
  "nginx",
  "ruby",
  "default-jre-headless",
  "npm",
  "ca-certificates",
];

/** Where the installers in the image find the certificates of this machine, which may stand behind a proxy of its own. */
const certificates = "/tmp/certificates.crt";
const environment = [
  "env",
  "-i",
  "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/tmp",
  `NODE_EXTRA_CA_CERTS=${certificates}`,
  `PIP_CERT=${certificates}`,
  "PIP_DISABLE_PIP_VERSION_CHECK=1",
];

/**
 * The path of an OCI layout with one large image of three gzip layers, in `cache`: Debian's packages for the languages
 * that images are mostly written in; what npm, pip and gem install; and a last layer that deletes and changes some of it.
 * It takes some minutes, root, and Debian's, npm's and Python's registries; one that was built before is taken again.
 */
export function buildLargeImage(cache: string, say: (line: string) => void): string {
  const key = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  const folder = join(cache, `large-${key.digest("hex").slice(0, 16)}`);
  const layout = join(folder, "large");
  if (existsSync(layout)) return layout;
  say("large: building the image from Debian's packages, npm, pip and gem");
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const built = join(half, "large");
  const image = `${built}:latest`;
  const bundle = join(half, "bundle");
  const root = join(bundle, "rootfs");
  const archive = join(half, "debs.tar");
  execute("mmdebstrap", ["--quiet", "--variant=minbase", `--include=${debs}`, suite, archive], {
    seconds: 900,
  });
  execute("umoci", ["init", "--layout", built]);
  execute("umoci", ["new", "--image", image]);
  execute("umoci", ["raw", "add-layer", "--image", image, archive]);
  rmSync(archive);
  changeImage(image, bundle, () => {
    writeFileSync(join(root, "etc/resolv.conf"), readFileSync("/etc/resolv.conf"));
    copyFileSync("/etc/ssl/certs/ca-certificates.crt", join(root, certificates));
    write(join(root, "app/package.json"), JSON.stringify(application));
    inRoot(root, "cd /app && npm install --ignore-scripts --no-audit --no-fund --cache /tmp/npm");
    inRoot(root, `python3 -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir ${wheels}`);
    writeGems(join(root, "tmp/gems"));
    inRoot(root, "cd /tmp/gems && gem build one.gemspec && gem build two.gemspec");
    inRoot(root, "gem install --local --no-document /tmp/gems/*.gem");
    inRoot(root, "rm -rf /tmp/* && : >/etc/resolv.conf");
  });
  changeImage(image, bundle, () => {
    inRoot(root, "rm -rf /usr/share/doc/nginx* /app/node_modules/.bin");
    inRoot(root, "echo '# changed' >>/usr/bin/gem3.1 && chmod u+s /usr/bin/nsenter");
    write(join(root, "app/server.js"), "require('express')().listen(8080);\n");
  });
  execute("umoci", ["gc", "--layout", built]);
  renameSync(half, folder);
  return layout;
}

/** What `npm install` is asked for: what web applications are mostly made of, with their tools. */
const application = {
  name: "app",
  version: "1.0.0",
  private: true,
  dependencies: {
    "@babel/core": "7.26.0",
    "@babel/preset-env": "7.26.0",
    "@mui/icons-material": "6.4.0",
    "@mui/material": "6.4.0",
    "date-fns": "4.1.0",
    eslint: "8.57.1",
    express: "4.21.2",
    jest: "29.7.0",
    lodash: "4.17.21",
    react: "18.3.1",
    "react-dom": "18.3.1",
    typescript: "5.7.3",
    webpack: "5.97.1",
  },
};

const wheels = "flask==3.1.0 django==5.1.4 requests==2.32.3 sqlalchemy==2.0.36 celery==5.4.0";

/** Adds a layer with what `work` does to the unpacked image. */
function changeImage(image: string, bundle: string, work: () => void): void {
  execute("umoci", ["unpack", "--image", image, bundle]);
  work();
  execute("umoci", ["repack", "--image", image, bundle]);
  rmSync(bundle, { recursive: true });
}

function inRoot(root: string, command: string): void {
  execute("chroot", [root, ...environment, "sh", "-c", command], { seconds: 600 });
}

/** Two gems, one of which needs the other and has a program: made here, so that no registry of gems is needed. */
function writeGems(folder: string): void {
  write(join(folder, "lib/greeting.rb"), "module Greeting; end\n");
  write(join(folder, "bin/greet"), "#!/usr/bin/env ruby\nputs :hello\n");
  const common = 's.summary = "An example"; s.authors = ["Coppice"]; s.files = Dir["lib/**/*"]';
  write(
    join(folder, "one.gemspec"),
    `Gem::Specification.new do |s|
  s.name = "coppice-greeting"; s.version = "1.2.3"; s.license = "MIT"; ${common}
  s.bindir = "bin"; s.executables = ["greet"]
end
`,
  );
  write(
    join(folder, "two.gemspec"),
    `Gem::Specification.new do |s|
  s.name = "coppice-letter"; s.version = "0.4.0"; s.licenses = ["MIT", "Ruby"]; ${common}
  s.add_dependency "coppice-greeting", "~> 1.2"
end
`,
  );
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
