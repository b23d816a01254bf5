import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Referee } from "./referee.ts";

/**
 * Names of the referees that find nothing wrong in a root where every one of them should: an executable without its
 * interpreter and libraries, a script and a link that lead nowhere, and a package with a file and a dependency that
 * are not there, and another that is only half there.
 */
export function findBlind(referees: readonly Referee[]): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), "coppice-broken-"));
  try {
    for (const folder of ["usr/bin", "usr/lib", "var/lib/dpkg/info", "var/lib/dpkg/updates"]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    copyFileSync("/usr/bin/true", join(root, "usr/bin/true"));
    writeFileSync(join(root, "usr/bin/script"), "#!/usr/bin/nothing\n");
    symlinkSync("nothing", join(root, "usr/bin/link"));
    const database = join(root, "var/lib/dpkg");
    writeFileSync(
      join(database, "status"),
      [record("whole", "install ok installed"), record("half", "install ok half-configured")].join(
        "",
      ),
    );
    const gone = "usr/bin/gone";
    writeFileSync(join(database, "info/whole.list"), `/usr\n/usr/bin\n/${gone}\n`);
    writeFileSync(join(database, "info/whole.md5sums"), `${"0".repeat(32)}  ${gone}\n`);
    return referees.filter(({ judge }) => judge(root).length === 0).map(({ name }) => name);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function record(name: string, status: string): string {
  return `Package: ${name}
Status: ${status}
Maintainer: Nobody <nobody@localhost>
Architecture: all
Version: 1
Depends: nothing
Description: a package of a broken root

`;
}
