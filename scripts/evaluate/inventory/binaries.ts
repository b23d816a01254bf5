import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImage } from "@coppice/image/node";
import { binaryExtractor, inventory } from "@coppice/inventory";
import type { Row } from "../evaluation.ts";

/** Debian's packages of well-known programs and libraries, with the name that their content tells. */
const packages: ReadonlyMap<string, string> = new Map([
  ["apache2-bin", "httpd"],
  ["bash", "bash"],
  ["busybox", "busybox"],
  ["chromium", "chromium"],
  ["coturn", "coturn"],
  ["cpp-12", "gcc"],
  ["curl", "curl"],
  ["dnsmasq-base", "dnsmasq"],
  ["dovecot-core", "dovecot"],
  ["elixir", "elixir"],
  ["erlang-base", "erlang"],
  ["exim4-daemon-light", "exim"],
  ["ffmpeg", "ffmpeg"],
  ["findutils", "findutils"],
  ["gawk", "gawk"],
  ["ghc", "ghc"],
  ["git", "git"],
  ["golang-1.19-go", "go"],
  ["gpg", "gnupg"],
  ["gpgv", "gnupg"],
  ["grep", "grep"],
  ["gzip", "gzip"],
  ["haproxy", "haproxy"],
  ["jq", "jq"],
  ["libarchive13", "libarchive"],
  ["libavutil57", "ffmpeg"],
  ["libbz2-1.0", "bzip2"],
  ["libcurl4", "curl"],
  ["libexpat1", "expat"],
  ["libgnutls30", "gnutls"],
  ["liblua5.4-0", "lua"],
  ["liblzma5", "xz"],
  ["libmagickcore-6.q16-6", "imagemagick"],
  ["libnode108", "node"],
  ["libpcre2-8-0", "pcre2"],
  ["libperl5.36", "perl"],
  ["libpng16-16", "libpng"],
  ["libpython3.11", "python"],
  ["libruby3.1", "ruby"],
  ["libsqlite3-0", "sqlite"],
  ["libssl3", "openssl"],
  ["libstd-rust-1.63", "rust"],
  ["libsystemd-shared", "systemd"],
  ["libtcl8.6", "tcl"],
  ["libtiff6", "libtiff"],
  ["libzstd1", "zstd"],
  ["lighttpd", "lighttpd"],
  ["lua5.1", "lua"],
  ["lua5.4", "lua"],
  ["luajit", "luajit"],
  ["mariadb-server-core", "mariadb"],
  ["memcached", "memcached"],
  ["mosquitto", "mosquitto"],
  ["nginx", "nginx"],
  ["nmap", "nmap"],
  ["openjdk-17-jre-headless", "openjdk"],
  ["openssh-client", "openssh"],
  ["openssh-server", "openssh"],
  ["openssl", "openssl"],
  ["openvpn", "openvpn"],
  ["perl-base", "perl"],
  ["pgbouncer", "pgbouncer"],
  ["php8.2-cli", "php"],
  ["postgresql-15", "postgresql"],
  ["proftpd-core", "proftpd"],
  ["pypy3", "pypy"],
  ["python3.11-minimal", "python"],
  ["r-base-core", "r"],
  ["redis-tools", "redis"],
  ["squid", "squid"],
  ["stunnel4", "stunnel"],
  ["systemd", "systemd"],
  ["tcpdump", "tcpdump"],
  ["tini", "tini"],
  ["unbound", "unbound"],
  ["util-linux", "util-linux"],
  ["varnish", "varnish"],
  ["vim-tiny", "vim"],
  ["xz-utils", "xz"],
  ["zlib1g", "zlib"],
  ["zsh", "zsh"],
  ["zstd", "zstd"],
]);

/**
 * Compares the versions that programs' content tells with those of the Debian packages that they came in, of which no record
 * is shown. It needs apt-get and Debian's mirror; packages that it cannot fetch are left out.
 */
export async function* binaryRows(): AsyncIterable<Row> {
  const folder = mkdtempSync(join(tmpdir(), "coppice-binaries-"));
  let [compared, found, right] = [0, 0, 0];
  try {
    for (const [name, expected] of packages) {
      const fetched = fetchPackage(join(folder, name), name);
      if (fetched === undefined) continue;
      compared += 1;
      const seen = await identify(fetched.root);
      rmSync(join(folder, name), { recursive: true });
      const isRight = (each: string) => agrees(each, expected, fetched.version);
      found += seen.length;
      right += seen.filter(isRight).length;
      if (seen.length === 1 && seen.every(isRight)) continue;
      yield {
        name: `${name} ${fetched.version}`,
        values: { expected, found: seen.join(", ") },
        passed: false,
      };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (compared === 0) return;
  yield {
    name: `programs of ${compared} Debian packages`,
    values: {
      found,
      precision: (right / found).toFixed(3),
      recall: (right / compared).toFixed(3),
    },
    passed: right === found && right >= compared,
  };
}

interface FetchedPackage {
  readonly root: string;
  readonly version: string;
}

function fetchPackage(folder: string, name: string): FetchedPackage | undefined {
  const root = join(folder, "root");
  mkdirSync(root, { recursive: true });
  if (spawnSync("apt-get", ["download", "-q", name], { cwd: folder }).status !== 0)
    return undefined;
  const archive = readdirSync(folder).find((file) => file.endsWith(".deb")) ?? "";
  execFileSync("dpkg-deb", ["-x", archive, "root"], { cwd: folder });
  const version = execFileSync("dpkg-deb", ["-f", archive, "Version"], { cwd: folder });
  return { root, version: version.toString().trim() };
}

/** The programs that are known in a folder, as `name@version`. */
async function identify(root: string): Promise<readonly string[]> {
  const image = await openImage(root, { digests: false });
  const bom = await inventory(image.tree, {
    subject: image.subject,
    extractors: [binaryExtractor],
  });
  await image.close();
  return bom.packages.map(({ name, version }) => `${name}@${version}`);
}

/**
 * Debian's version has an epoch before the upstream one and a revision after it, and writes what was taken out of it, or
 * that it comes before a release, in its own way: `1:2.1.0~beta3+dfsg-1`, `3.1.7+really3.1.2-1`.
 */
function agrees(found: string, name: string, debian: string): boolean {
  const [ownName, version = ""] = found.split("@");
  const upstream = debian.replace(/^\d+:/, "").replace(/-[^-]*$/, "");
  const spelled = (upstream.split("+really").at(-1) ?? "").replace("~", "-");
  const rest = spelled.slice(version.length);
  const isSame = spelled.startsWith(version) || spelled.startsWith(version.replace("-", "."));
  return ownName === name && isSame && !/^\d/.test(rest);
}
