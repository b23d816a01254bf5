import type { Classifier } from "./classifier.ts";

/** Interpreters, compilers and their libraries. */
const languages: readonly Classifier[] = [
  bringing(
    [
      ...["lib/python@", "include/python@", "include/python@m", "lib/pkgconfig/python-@.pc"],
      ...["lib/pkgconfig/python-@-embed.pc", "share/man/man1/python@.1", "bin/idle@", "bin/pydoc@"],
      ...[
        "bin/2to3-@",
        "bin/python@",
        "bin/python@-config",
        "bin/python@-gdb.py",
        "lib/libpython3.so",
      ],
    ],
    // Linkers let the version begin in a longer text that ends with it, such as the name of a folder.
    row("python", ["python@", "libpython@.so*", "libpython@m.so*"], "\0{@.na}\0", "/{@.na}\0"),
  ),
  row("pypy", ["pypy*", "libpypy*-c.so"], "[PyPy {n.n.n}"),
  bringing(
    ["include/node", "share/doc/node"],
    row(
      "node",
      ["node", "nodejs", "libnode.so*"],
      "node.js/v{n.n.n}\0",
      "/release/v{n.n.n}/node-v",
    ),
  ),
  row("deno", ["deno"], "Deno/{n.n.n}+"),
  row("bun", ["bun"], "Bun/{n.n.n}", "Bun v{n.n.n}"),
  row("php", ["php", "php@", "php-cgi*", "php-fpm*", "libphp*.so"], "X-Powered-By: PHP/{n.n.na}\0"),
  bringing(
    ["lib/ruby/%%.0", "include/ruby-%%.0"],
    row("ruby", ["ruby", "ruby@", "libruby*.so*"], "\0ruby {n.n.n}p", "\0ruby {n.n.n} (20"),
  ),
  bringing(["lib/perl5/%"], row("perl", ["perl", "perl@", "libperl.so*"], "\0v{5.n.n}\0")),
  row("lua", ["lua", "lua@", "liblua@*.so*"], "Lua {n.n.n}  Copyright", "Lua {n.n.n} Copyright"),
  row("luajit", ["luajit*", "libluajit*.so*"], "LuaJIT {n.n.na}\0", "LuaJIT {n.n.na} -- "),
  row("tcl", ["libtcl@.so*"], "\0{@.n}\0"),
  row("openjdk", ["libjvm.so"], "Server VM (*JRE ({n.n?.n?.n?}"),
  bringing(["lib/erlang"], row("erlang", ["OTP_VERSION"], "^{n.n.n?.n?}")),
  row("elixir", ["ebin/elixir.app"], '{vsn,"{n.n.na}"}'),
  row("r", ["base/DESCRIPTION"], "Package: base\nVersion: {n.n.n}"),
  row("julia", ["libjulia-internal.so*"], "__init__\0{n.n.n}\0verify"),
  row("dart", ["dart-sdk/version", "dart/version"], "^{n.n.n}"),
  row("swift", ["swift", "swift-frontend"], "(swift-{n.n.n?}-RELEASE)"),
  bringing(
    ["./api", "./bin", "./doc", "./lib", "./misc", "./pkg", "./src", "./test"],
    row("go", ["VERSION"], "^go{n.n.n?}"),
  ),
  bringing(
    ["lib/rustlib", "libexec", "share/doc/rust", "bin/rustc", "bin/rustdoc"],
    row(
      "rust",
      ["libstd-*.so", "librustc_driver-*.so"],
      "-rust-{n.n.n}-stable\0",
      "/rustc-{n.n.n}/library/",
    ),
  ),
  row("gcc", ["cc1", "cc1plus"], "\0{n.n.n}\0__ORDER_BIG_ENDIAN__"),
  row("ghc", ["ghc", "ghc-@"], "\0libHSghc-{n.n.n}-ghc", "\0GHC {n.n.n}\0"),
];

/** Servers. */
const servers: readonly Classifier[] = [
  row("nginx", ["nginx"], "nginx version: nginx/{n.n.n}"),
  row("openresty", ["nginx", "openresty"], "nginx version: openresty/{n.n.n.n}"),
  row("httpd", ["httpd", "apache2"], "\0Apache/{n.n.n} "),
  row("lighttpd", ["lighttpd"], "\0lighttpd/{n.n.n}"),
  row("haproxy", ["haproxy"], " version {n.n.n}*, released 20", "HAProxy version {n.n.n}"),
  row("envoy", ["envoy"], "/{n.n.n}/Clean/RELEASE"),
  row("varnish", ["varnishd"], "\0varnish-{n.n.n} revision "),
  row("squid", ["squid"], "\0squid/{n.n.n?}\0"),
  row("memcached", ["memcached"], "\0memcached {n.n.n}\0"),
  row(
    "redis",
    ["redis-server", "redis-check-rdb", "redis-check-aof"],
    "\0{n.n.n}\0c11-builtin\0",
    "\0{n.n.n}*000000000\0",
  ),
  row(
    "valkey",
    ["valkey-server", "valkey-check-rdb"],
    "\0{n.n.n}\0c11-builtin\0",
    "\0{n.n.n}*000000000\0",
  ),
  row("postgresql", ["postgres", "psql"], "(PostgreSQL) {n.n.n?}"),
  row("mariadb", ["mariadbd", "mariadb", "mariadb-admin", "mysqld"], "\0{n.n.n}-MariaDB\0"),
  row("mysql", ["mysqld", "mysql"], "/mysql-{n.n.n}/"),
  row("pgbouncer", ["pgbouncer"], "\0PgBouncer {n.n.n}\0"),
  row("mosquitto", ["mosquitto"], "\0{n.n.n}\0mosquitto version %s"),
  row("proftpd", ["proftpd"], "ProFTPD Version {n.n.na}\0"),
  row("exim", ["exim", "exim4"], "\0{4.n.n?}\0<<eximversion>>"),
  row("dovecot", ["dovecot"], "Dovecot v{n.n.n.n?} ("),
  row("dnsmasq", ["dnsmasq"], "\0dnsmasq-{n.n}\0"),
  row("unbound", ["unbound"], "\0unbound {n.n.n}\0"),
  row("coturn", ["turnserver"], "\0Coturn-{n.n.n} '"),
  row("stunnel", ["stunnel", "stunnel4"], "\0stunnel {n.n} on "),
  row("openvpn", ["openvpn"], "\0OpenVPN {n.n.n} "),
  row("openssh", ["ssh", "sshd"], "\0OpenSSH_{n.npn}"),
  row("qemu", ["qemu-system-*"], "QEMU emulator version {n.n.n}"),
];

/** Programs of a system's base, and others. */
const programs: readonly Classifier[] = [
  row("bash", ["bash"], "@(#)Bash version {n.n.n}("),
  row("busybox", ["busybox*"], "BusyBox v{n.n.n}"),
  row("zsh", ["zsh"], "/zsh/{n.n.n?}\0"),
  row("curl", ["curl", "libcurl*.so*"], "\0curl/{n.n.n}\0", "\0libcurl/{n.n.n}\0"),
  row("openssl", ["openssl", "libcrypto.so*", "libssl.so*"], "OpenSSL {n.n.na} "),
  row("git", ["git"], "git/{n.n.n}\0"),
  row("jq", ["jq"], "\0{n.n.n?}\0DEBUG:", "\0jq-{n.n.n?}\0"),
  row("sqlite", ["sqlite3", "libsqlite3.so*"], "\0{3.n.n}\0"),
  row("gzip", ["gzip"], "file size changed while zipping\n\0{n.n}\0"),
  row("xz", ["xz"], "xz (XZ Utils) {n.n.na}\0"),
  row("xz", ["liblzma.so.@"], "\0{@}\0"),
  row("zstd", ["zstd"], "\0v{1.n.n}\0"),
  row("zstd", ["libzstd.so.@"], "{@}\0"),
  row("zlib", ["libz.so*"], " deflate {n.n.n.n?} Copyright"),
  row("bzip2", ["libbz2.so*"], "\0{1.0.n}, "),
  row(
    "util-linux",
    ["lscpu", "lsblk", "fdisk", "mount", "blkid", "unshare"],
    "\0util-linux {n.n.n?}\0",
  ),
  row("systemd", ["systemd", "systemctl", "libsystemd-shared-*.so"], "\0systemd *({n.n?}"),
  row("gnupg", ["gpg"], "\0(@GNUPG@)\0{2.n.n}\0", "OpenPGP server {2.n.n} ready"),
  row("gnupg", ["gpgv"], "(GnuPG)\0{2.n.n}\0"),
  row("ffmpeg", ["ffmpeg", "ffprobe"], "%s version {n.n.n?}*\0%sbuilt with"),
  row("ffmpeg", ["libavutil.so*", "libavcodec.so*", "libavformat.so*"], "FFmpeg version {n.n.n?}"),
  row("imagemagick", ["magick", "libMagickCore*.so*"], "ImageMagick {n.n.n-n} "),
  row("chromium", ["chrome", "chromium", "chromium-browser", "headless_shell"], "\0{n.0.nnnn.n}\0"),
  row("tini", ["tini", "tini-static"], "tini version {n.n.n}\0"),
  row("gawk", ["gawk"], "\0GNU Awk {n.n.n}\0"),
  row("findutils", ["find"], "GNU findutils\0{n.n.n}\0"),
  row("grep", ["grep"], "\0{n.n}\0GNU grep\0"),
  row("vim", ["vim", "vim.*"], "VIM - Vi IMproved {n.n}\0"),
  row("tcpdump", ["tcpdump"], "%s version {n.n.n}\n"),
  row("gnutls", ["libgnutls.so*"], "Enabled GnuTLS {n.n.n} logging"),
  row("pcre2", ["libpcre2-8.so*", "libpcre2-16.so*", "libpcre2-32.so*"], "\0{10.n} 20"),
  row("nmap", ["nmap"], "https://nmap.org\0{n.n}\0"),
  row("expat", ["libexpat.so*"], "\0expat_{n.n.n}\0"),
  row("libpng", ["libpng*.so*"], "libpng version {n.n.n}"),
  row("libtiff", ["libtiff.so*"], "LIBTIFF, Version {n.n.n}\n"),
  row("libarchive", ["libarchive.so*"], "\0libarchive {n.n.n}\0"),
  {
    ...row(
      "composer",
      ["composer", "composer.phar"],
      "const VERSION = '{n.n.n}';*BRANCH_ALIAS_VERSION",
    ),
    purl: { type: "composer", namespace: "composer" },
  },
  {
    ...row("wp-cli", ["wp", "wp-cli.phar"], "wp-cli/wp-cli {n.n.n}"),
    purl: { type: "composer", namespace: "wp-cli" },
  },
];

/** What is known by its content. Where two know a file, the first that finds a version counts. */
export const classifiers: readonly Classifier[] = [...languages, ...servers, ...programs];

function row(name: string, files: readonly string[], ...evidence: string[]): Classifier {
  return { name, files, evidence };
}

function bringing(paths: readonly string[], own: Classifier): Classifier {
  return { ...own, paths };
}
