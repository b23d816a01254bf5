import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Lockfile } from "@coppice/lockfile";
import type { Command } from "commander";
import { CommandError } from "../command-error.ts";
import { deliver } from "../deliver.ts";
import { contentError } from "../input-error.ts";
import type { Io } from "../io.ts";
import { addNotes, addOutputOptions, type OutputOptions } from "../options.ts";
import { readBytes } from "../read-bytes.ts";
import { lockfileReport } from "../reports/lockfile-report.ts";
import { addSbomOptions, requireSbom, type SbomOptions } from "../sbom-options.ts";
import { showProgress } from "../show-progress.ts";
import { tool } from "../tool.ts";
import { writeSbomFile } from "../write-sbom-file.ts";

interface LockfileOptions extends OutputOptions, SbomOptions {
  readonly name?: string;
  readonly production?: boolean;
}

/** `coppice lockfile FILE`: what a package manager was told to install. */
export function lockfileCommand(command: Command, io: Io): void {
  command
    .summary("say what a lockfile pins")
    .description(
      "Says which packages the lockfile of a package manager pins, whichever wrote it. Nothing is fetched or run.",
    )
    .argument("<file>", "lockfile, may be gzip'ed; - for standard input")
    .option(
      "--name <name>",
      "name of the file, where the one that is read does not tell what it is",
    )
    .option("--production", "leave out what only development needs, where the lockfile tells")
    .action(async (file: string, options: LockfileOptions) => {
      requireSbom(options);
      const { name = file.endsWith(".gz") ? file.slice(0, -".gz".length) : file, sbom } = options;
      if (name === "-") {
        throw new CommandError(
          "USAGE",
          "standard input has no name; give that of the lockfile with --name",
        );
      }
      showProgress(io, `Reading ${name} …`);
      const bytes = await readBytes(file, io);
      const lockfile = await parse(bytes, name);
      const { bomOfLockfile } = await import("@coppice/lockfile");
      const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}` as const;
      const bom = bomOfLockfile(lockfile, {
        subject: { name: lockfile.importers[0]?.name ?? basename(name), digest },
        tool,
        development: options.production !== true,
      });
      const losses = await writeSbomFile(io, options, bom);
      await deliver(io, options, bom, () => lockfileReport(lockfile, bom, { sbom, losses }));
    });
  addSbomOptions(command, "the packages");
  addOutputOptions(command, "bill of materials");
  addNotes(command, [
    "lockfile package-lock.json",
    "lockfile pnpm-lock.yaml --production --sbom shop.cdx.json",
    "git show v1:Cargo.lock | coppice lockfile - --name Cargo.lock -o bom.json.gz",
  ]);
}

async function parse(bytes: Uint8Array, name: string): Promise<Lockfile> {
  const { parseLockfile } = await import("@coppice/lockfile");
  try {
    return parseLockfile(bytes, { name });
  } catch (cause) {
    throw contentError(name, cause);
  }
}
