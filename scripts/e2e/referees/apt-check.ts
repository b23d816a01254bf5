import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execute } from "../execute.ts";
import { splitLines } from "../split-lines.ts";
import type { Referee } from "./referee.ts";

/** apt-get says that every dependency of every package is met. */
export const aptCheck: Referee = {
  name: "apt",
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
      return status === 0
        ? []
        : splitLines(stdout + stderr).filter((line) => !line.startsWith("W:"));
    } finally {
      rmSync(state, { recursive: true });
    }
  },
};
