import { expect, test } from "vitest";
import { dpkgFiles, reasonOf, takeInventory } from "./take-inventory.ts";

test("explains alternatives by the program that is chosen, also where it is not installed", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ mawk: { list: ["/usr/bin/mawk", "/usr/share/man/man1/mawk.1.gz"] } }),
    "/usr/bin/mawk": "",
    "/usr/bin/awk": "-> /etc/alternatives/awk",
    "/usr/share/man/awk.1.gz": "-> /etc/alternatives/awk.1.gz",
    "/etc/alternatives/awk": "-> /usr/bin/mawk",
    "/etc/alternatives/awk.1.gz": "-> ../../usr/share/man/man1/mawk.1.gz",
    "/etc/alternatives/lost": "-> /usr/bin/lost",
  });
  const reason = { kind: "derived", rule: "alternatives", by: ["mawk"] };
  for (const path of ["/usr/bin/awk", "/etc/alternatives/awk"]) {
    expect(reasonOf(bom, path)).toEqual({ ...reason, from: ["/usr/bin/mawk"] });
  }
  for (const path of ["/usr/share/man/awk.1.gz", "/etc/alternatives/awk.1.gz"]) {
    expect(reasonOf(bom, path)).toEqual({ ...reason, from: ["/usr/share/man/man1/mawk.1.gz"] });
  }
  expect(reasonOf(bom, "/etc/alternatives/lost")).toEqual({ kind: "unowned" });
});

test("explains certificates by their package and their bundle's", async () => {
  const certificate = "/usr/share/ca-certificates/mozilla/A.crt";
  const bom = await takeInventory({
    ...dpkgFiles({
      "ca-certificates": { list: [certificate, "/usr/sbin/update-ca-certificates"] },
    }),
    [certificate]: "",
    "/etc/ssl/certs/A.pem": `-> ${certificate}`,
    "/etc/ssl/certs/0123abcd.0": "-> A.pem",
    "/etc/ssl/certs/ca-certificates.crt": "",
    "/etc/ssl/cert.pem": "-> certs/ca-certificates.crt",
  });
  const by = ["ca-certificates"];
  for (const path of ["/etc/ssl/certs/A.pem", "/etc/ssl/certs/0123abcd.0"]) {
    expect(reasonOf(bom, path)).toEqual({
      kind: "derived",
      rule: "certificate-link",
      from: [certificate],
      by,
    });
  }
  const bundle = "/etc/ssl/certs/ca-certificates.crt";
  expect(reasonOf(bom, bundle)).toEqual({
    kind: "derived",
    rule: "certificate-bundle",
    from: [],
    by,
  });
  expect(reasonOf(bom, "/etc/ssl/cert.pem")).toEqual({
    kind: "derived",
    rule: "link",
    from: [bundle],
    by,
  });
});

test("explains a link by the last owned link on the way when its end is nobody's", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ one: { list: ["/etc/current"] } }),
    "/etc/current": "-> /srv/data",
    "/etc/alias": "-> current",
    "/etc/direct": "-> /srv/data",
    "/srv/data": "",
  });
  expect(reasonOf(bom, "/etc/alias")).toMatchObject({ from: ["/etc/current"], by: ["one"] });
  expect(reasonOf(bom, "/etc/direct")).toEqual({ kind: "unowned" });
});

test("leaves links unowned that go round in circles or nowhere", async () => {
  const bom = await takeInventory({ "/a": "-> b", "/b": "-> a", "/c": "->  ", "/d": "-> /d/e" });
  for (const path of ["/a", "/b", "/c", "/d"]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "unowned" });
  }
});

test("takes the top links of a merged /usr as the system's", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ one: { list: ["/usr/lib"] } }),
    "/lib": "-> usr/lib",
    "/usr/lib/": "",
  });
  const reason = { kind: "derived", rule: "usr-merge", from: ["/usr/lib"], by: [] };
  expect(reasonOf(bom, "/lib")).toEqual(reason);
});

test("knows what programs generate, by the package of the program", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({
      "libc-bin": { list: ["/sbin/ldconfig"] },
      "base-passwd": { list: ["/usr/sbin/update-passwd"] },
      "init-system-helpers": { list: ["/usr/bin/deb-systemd-helper"] },
      nginx: { list: ["/lib/systemd/system/nginx.service", "/var/log/nginx"] },
    }),
    "/lib": "-> usr/lib",
    "/sbin": "-> usr/sbin",
    "/usr/sbin/ldconfig": "",
    "/usr/lib/systemd/system/nginx.service": "",
    "/etc/ld.so.cache": "",
    "/etc/shadow-": "",
    "/var/cache/ldconfig/aux-cache": "",
    "/var/lib/systemd/deb-systemd-helper-enabled/nginx.service.dsh-also": "",
    "/var/lib/systemd/deb-systemd-helper-enabled/other.service.dsh-also": "",
    "/var/log/nginx/error.log": "",
    "/var/log/error.log": "",
  });
  const cache = { kind: "derived", rule: "linker-cache", from: [], by: ["libc-bin"] };
  expect(reasonOf(bom, "/etc/ld.so.cache")).toEqual(cache);
  expect(reasonOf(bom, "/var/cache/ldconfig")).toEqual(cache);
  expect(reasonOf(bom, "/var/cache/ldconfig/aux-cache")).toEqual(cache);
  expect(reasonOf(bom, "/etc/shadow-")).toEqual({ kind: "configuration", by: "base-passwd" });
  const state = "/var/lib/systemd/deb-systemd-helper-enabled";
  expect(reasonOf(bom, `${state}/nginx.service.dsh-also`)).toEqual({
    kind: "configuration",
    by: "nginx",
  });
  expect(reasonOf(bom, `${state}/other.service.dsh-also`)).toEqual({
    kind: "configuration",
    by: "init-system-helpers",
  });
  expect(reasonOf(bom, "/var/log/nginx/error.log")).toEqual({ kind: "configuration", by: "nginx" });
  expect(reasonOf(bom, "/var/log/error.log")).toEqual({ kind: "unowned" });
});

test("knows what programs generate also where /usr is not merged", async () => {
  const unit = "/var/lib/systemd/deb-systemd-helper-enabled/nginx.service.dsh-also";
  const bom = await takeInventory({
    ...dpkgFiles({
      another: {},
      "base-passwd": { list: ["/usr/sbin/update-passwd"] },
      "libc-bin": { list: ["/sbin/ldconfig"] },
      nginx: { list: ["/lib/systemd/system/nginx.service"] },
    }),
    "/sbin/ldconfig": "",
    "/etc/passwd": "",
    "/lib/systemd/system/nginx.service": "",
    "/etc/ld.so.cache": "",
    [unit]: "",
  });
  expect(reasonOf(bom, "/etc/ld.so.cache")).toMatchObject({ by: ["libc-bin"] });
  expect(reasonOf(bom, unit)).toEqual({ kind: "configuration", by: "nginx" });
  expect(reasonOf(bom, "/etc/passwd")).toEqual({ kind: "configuration", by: "base-passwd" });
});

test("takes bytecode back to its source, and leaves it unowned without one", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ python: { list: ["/lib/site.py", "/lib/old.py"] } }),
    "/lib/site.py": "-> /etc/site.py",
    "/etc/site.py": "",
    "/lib/old.py": "",
    "/lib/old.pyc": "",
    "/lib/name.with.dots.py": "",
    "/lib/__pycache__/site.cpython-311.pyc": "",
    "/lib/__pycache__/name.with.dots.cpython-311.opt-2.pyc": "",
    "/lib/__pycache__/lost.cpython-311.pyc": "",
    "/lib/__pycache__/.pyc": "",
  });
  const reason = { kind: "derived", rule: "python-bytecode" };
  expect(reasonOf(bom, "/lib/__pycache__/site.cpython-311.pyc")).toEqual({
    ...reason,
    from: ["/lib/site.py"],
    by: ["python"],
  });
  expect(reasonOf(bom, "/lib/old.pyc")).toEqual({
    ...reason,
    from: ["/lib/old.py"],
    by: ["python"],
  });
  expect(reasonOf(bom, "/lib/__pycache__/name.with.dots.cpython-311.opt-2.pyc")).toEqual({
    ...reason,
    from: ["/lib/name.with.dots.py"],
    by: [],
  });
  for (const path of ["/lib/__pycache__/lost.cpython-311.pyc", "/lib/__pycache__/.pyc"]) {
    expect(reasonOf(bom, path)).toEqual({ kind: "unowned" });
  }
});

test("explains a folder by what is in it, and leaves one that is empty or holds more", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ a: { list: ["/srv/x/y/a"] }, b: { list: ["/srv/x/b"] } }),
    "/srv/x/y/a": "",
    "/srv/x/b": "",
    "/srv/z/": "",
    "/var/lib/dpkg/lock": "",
  });
  const folder = { kind: "derived", rule: "folder", from: [] };
  expect(reasonOf(bom, "/srv/x/y")).toEqual({ ...folder, by: ["a"] });
  expect(reasonOf(bom, "/srv/x")).toEqual({ ...folder, by: ["a", "b"] });
  expect(reasonOf(bom, "/srv/z")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/srv")).toEqual({ kind: "configuration" });
  expect(reasonOf(bom, "/var/lib/dpkg/lock")).toEqual({
    kind: "package-database",
    ecosystem: "deb",
  });
});

test("knows what is in every root file system, and only that", async () => {
  const bom = await takeInventory({
    "/srv/": "",
    "/etc/resolv.conf": "",
    "/dev/stdin": "-> /proc/self/fd/0",
    "/dev/tty": "a program, not a terminal",
    "/opt/tool": "",
  });
  const kinds = Object.fromEntries(
    (bom.files ?? []).map(({ path, attribution }) => [path, attribution.kind]),
  );
  expect(kinds).toMatchObject({
    "/srv": "configuration",
    "/etc/resolv.conf": "configuration",
    "/dev/stdin": "configuration",
    "/dev/tty": "unowned",
    "/opt": "configuration",
    "/opt/tool": "unowned",
  });
});

test("explains the files of a virtual environment by its interpreter", async () => {
  const bom = await takeInventory({
    ...dpkgFiles({ python3: { list: ["/usr/bin/python3"] } }),
    "/usr/bin/python3": "",
    "/opt/venv/pyvenv.cfg": "home = /usr/bin\n",
    "/opt/venv/bin/python": "-> /usr/bin/python3",
    "/opt/venv/bin/activate": "",
    "/opt/venv/bin/activate.fish": "",
    "/opt/venv/bin/own": "",
    "/opt/venv/include/python3.11/": "",
    "/opt/other/bin/activate": "",
  });
  const reason = {
    kind: "derived",
    rule: "python-environment",
    from: ["/usr/bin/python3"],
    by: ["python3"],
  };
  for (const name of ["pyvenv.cfg", "bin/activate", "bin/activate.fish", "include/python3.11"]) {
    expect(reasonOf(bom, `/opt/venv/${name}`)).toEqual(reason);
  }
  expect(reasonOf(bom, "/opt/venv/bin/own")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/opt/other/bin/activate")).toEqual({ kind: "unowned" });
});
