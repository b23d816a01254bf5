import { matchGlob } from "../linux/match-glob.ts";

/** Files that a program makes when the system is set up. */
export interface GeneratedFiles {
  /** Id of the rule by which they are made from other files; absent where they are state. */
  readonly rule?: string;
  /** The program; its packages are who the files are there for. */
  readonly maker: string;
  /** `*` stands for a part of one name; a path with a slash at the end means all that is below. */
  readonly paths: readonly string[];
}

/** What the packages of distributions are known to make without listing it. */
const table: readonly GeneratedFiles[] = [
  derived("linker-cache", "/usr/sbin/ldconfig", "/etc/ld.so.cache", "/var/cache/ldconfig/"),
  derived(
    "certificate-bundle",
    "/usr/sbin/update-ca-certificates",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
    "/var/lib/ca-certificates/",
  ),
  derived(
    "certificate-bundle",
    "/usr/bin/update-ca-trust",
    "/etc/pki/ca-trust/extracted/",
    "/etc/ca-certificates/extracted/",
  ),
  derived(
    "certificate-bundle",
    "/etc/ca-certificates/update.d/jks-keystore",
    "/etc/ssl/certs/java/cacerts",
  ),
  derived("locale-archive", "/usr/bin/localedef", "/usr/lib/locale/locale-archive"),
  derived("gconv-cache", "/usr/sbin/iconvconfig", "/usr/lib/*/gconv/gconv-modules.cache"),
  derived("gconv-cache", "/usr/sbin/iconvconfig", "/usr/lib64/gconv/gconv-modules.cache"),
  derived("font-cache", "/usr/bin/fc-cache", "/var/cache/fontconfig/", "/usr/share/fonts/*/.uuid"),
  derived("mime-cache", "/usr/bin/update-mime-database", "/usr/share/mime/"),
  derived(
    "desktop-cache",
    "/usr/bin/update-desktop-database",
    "/usr/share/applications/mimeinfo.cache",
  ),
  derived(
    "icon-cache",
    "/usr/bin/gtk-update-icon-cache",
    "/usr/share/icons/*/icon-theme.cache",
    "/usr/share/icons/*/.icon-theme.cache",
  ),
  derived(
    "settings-schemas",
    "/usr/bin/glib-compile-schemas",
    "/usr/share/glib-2.0/schemas/gschemas.compiled",
  ),
  derived(
    "module-cache",
    "/usr/bin/gio-querymodules",
    "/usr/lib/*/gio/modules/giomodule.cache",
    "/usr/lib/gio/modules/giomodule.cache",
  ),
  derived(
    "module-cache",
    "/usr/bin/gtk-query-immodules-3.0",
    "/usr/lib/gtk-3.0/*/immodules.cache",
    "/usr/lib/*/gtk-3.0/*/immodules.cache",
  ),
  derived(
    "module-cache",
    "/usr/bin/gdk-pixbuf-query-loaders",
    "/usr/lib/*/gdk-pixbuf-2.0/*/loaders.cache",
    "/usr/lib/gdk-pixbuf-2.0/*/loaders.cache",
  ),
  derived("module-index", "/usr/sbin/depmod", "/usr/lib/modules/*/modules.*"),
  derived(
    "hardware-database",
    "/usr/bin/systemd-hwdb",
    "/etc/udev/hwdb.bin",
    "/usr/lib/udev/hwdb.bin",
  ),
  derived("message-catalog", "/usr/bin/journalctl", "/var/lib/systemd/catalog/database"),
  derived("class-data-archive", "/usr/bin/java", "/usr/lib/jvm/*/lib/server/classes*.jsa"),
  derived("manual-index", "/usr/bin/mandb", "/var/cache/man/"),
  derived("info-index", "/usr/bin/install-info", "/usr/share/info/dir", "/usr/share/info/dir.old"),
  derived("xml-catalog", "/usr/sbin/update-xmlcatalog", "/etc/xml/*", "/var/lib/xml-core/"),
  derived("sgml-catalog", "/usr/sbin/update-catalog", "/etc/sgml/*", "/var/lib/sgml-base/"),
  derived("dictionary-cache", "/usr/sbin/aspell-autobuildhash", "/var/lib/aspell/"),
  derived("crypto-policy", "/usr/bin/update-crypto-policies", "/etc/crypto-policies/back-ends/*"),
  state("/usr/sbin/update-passwd", "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow"),
  state("/usr/sbin/update-passwd", "/etc/passwd-", "/etc/group-", "/etc/shadow-", "/etc/gshadow-"),
  state("/usr/sbin/useradd", "/etc/.pwd.lock", "/etc/subuid*", "/etc/subgid*"),
  state("/usr/sbin/adduser", "/run/adduser"),
  state("/usr/sbin/add-shell", "/etc/shells", "/var/lib/shells.state"),
  state("/usr/bin/debconf", "/var/cache/debconf/"),
  state("/usr/bin/systemd-machine-id-setup", "/etc/machine-id"),
  state("/usr/bin/dbus-uuidgen", "/var/lib/dbus/machine-id"),
  state("/usr/bin/deb-systemd-helper", "/var/lib/systemd/deb-systemd-*/"),
  state("/usr/bin/systemctl", "/etc/.updated", "/var/.updated"),
  state("/usr/sbin/pam-auth-update", "/etc/pam.d/common-*", "/var/lib/pam/"),
  state("/usr/bin/ssh-keygen", "/etc/ssh/ssh_host_*"),
  state("/usr/sbin/make-ssl-cert", "/etc/ssl/certs/ssl-cert-snakeoil.pem"),
  state("/usr/sbin/make-ssl-cert", "/etc/ssl/private/ssl-cert-snakeoil.key"),
  state("/usr/bin/ucf", "/var/lib/ucf/"),
  state("/usr/bin/dpkg", "/var/log/dpkg.log", "/var/log/alternatives.log"),
  state("/usr/bin/apt-get", "/etc/apt/", "/var/log/apt/"),
  state("/usr/bin/dnf", "/var/log/dnf*", "/var/log/hawkey.log", "/var/lib/dnf/", "/var/cache/dnf/"),
  state("/usr/bin/zypper", "/var/log/zypp/", "/var/log/zypper.log", "/var/cache/zypp/"),
];

/** The first row of the table that tells of `path`. */
export function findGeneratedFiles(path: string): GeneratedFiles | undefined {
  const candidates = byBeginning.get(path.slice(0, beginning));
  return candidates?.find((pattern) => covers(pattern, path))?.files;
}

interface Pattern {
  readonly files: GeneratedFiles;
  /** Without a slash at the end. */
  readonly glob: string;
  /** What stands before the first `*`. */
  readonly head: string;
  /** What stands after the last `*`, where only the path itself counts. */
  readonly tail: string;
  /** Components of a folder that stands for all below; 0 where only the path itself counts. */
  readonly depth: number;
}

const patterns: readonly Pattern[] = table.flatMap((files) =>
  files.paths.map((path): Pattern => {
    const glob = path.replace(/\/$/, "");
    const depth = glob === path ? 0 : glob.split("/").length;
    const tail = depth === 0 ? glob.slice(glob.lastIndexOf("*") + 1) : "";
    return { files, glob, head: glob.split("*", 1)[0] ?? "", tail, depth };
  }),
);

/** Characters that every head has. A system has many paths: each is compared with the few that begin as it does. */
const beginning = Math.min(...patterns.map(({ head }) => head.length));

const byBeginning = new Map<string, Pattern[]>();
for (const pattern of patterns) {
  const key = pattern.head.slice(0, beginning);
  byBeginning.set(key, [...(byBeginning.get(key) ?? []), pattern]);
}

function covers({ glob, head, tail, depth }: Pattern, path: string): boolean {
  if (!path.startsWith(head) || !path.endsWith(tail)) return false;
  return matchGlob(glob, depth === 0 ? path : path.split("/").slice(0, depth).join("/"));
}

function derived(rule: string, maker: string, ...paths: string[]): GeneratedFiles {
  return { rule, maker, paths };
}

function state(maker: string, ...paths: string[]): GeneratedFiles {
  return { maker, paths };
}
