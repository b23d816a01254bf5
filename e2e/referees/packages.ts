import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execute } from "../execute.ts";
import type { Referee } from "./referee.ts";

/** dpkg says that every file of its database is there, with the content that it had. */
export const dpkgVerify: Referee = {
  name: "dpkg --verify",
  judge: (root) =>
    lines(execute("dpkg", [`--root=${root}`, "--verify"], { accept: [0, 1] }).stdout),
};

/** dpkg says that no package is half there. */
export const dpkgAudit: Referee = {
  name: "dpkg --audit",
  judge: (root) => lines(execute("dpkg", [`--root=${root}`, "--audit"], { accept: [0, 1] }).stdout),
};

/** apt-get says that every dependency of every package is met. */
export const aptCheck: Referee = {
  name: "apt-get check",
  judge: (root) => {
    const state = mkdtempSync(join(tmpdir(), "coppice-apt-"));
    try {
      mkdirSync(join(state, "cache/archives/partial"), { recursive: true });
      mkdirSync(join(state, "state/lists/partial"), { recursive: true });
      const { status, stdout, stderr } = execute(
        "apt-get",
        [
          ...["-o", `Dir=${state}`, "-o", `Dir::State=${state}/state`],
          ...["-o", `Dir::Cache=${state}/cache`, "-o", `Dir::Etc=${state}/etc`],
          ...["-o", `Dir::State::status=${join(root, "var/lib/dpkg/status")}`],
          ...["-q", "check"],
        ],
        { accept: [0, 100] },
      );
      return status === 0 ? [] : lines(stdout + stderr).filter((line) => !line.startsWith("W:"));
    } finally {
      rmSync(state, { recursive: true });
    }
  },
};

/** Name, version and architecture of every package that dpkg-query lists as installed, sorted. */
export function queryPackages(root: string): readonly string[] {
  const fields = ["db:Status-Status", "Package", "Version", "Architecture"];
  const format = `${fields.map((field) => `\${${field}}`).join(" ")}\\n`;
  const { stdout } = execute("dpkg-query", [`--root=${root}`, "--show", `--showformat=${format}`]);
  const installed = "installed ";
  return lines(stdout)
    .filter((line) => line.startsWith(installed))
    .map((line) => line.slice(installed.length))
    .sort();
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
