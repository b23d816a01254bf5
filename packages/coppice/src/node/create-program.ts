import { Command } from "commander";
import { applyCommand } from "./commands/apply.ts";
import { evidenceCommand } from "./commands/evidence.ts";
import { inventoryCommand } from "./commands/inventory.ts";
import { lockfileCommand } from "./commands/lockfile.ts";
import { planCommand } from "./commands/plan.ts";
import { recordCommand } from "./commands/record.ts";
import { sbomCommand } from "./commands/sbom.ts";
import { traceCommand } from "./commands/trace.ts";
import { verifyCommand } from "./commands/verify.ts";
import type { Finish } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { tool } from "./tool.ts";

/** The command line with all its commands, speaking through `io`. */
export function createProgram(io: Io, finish: Finish): Command {
  const program = new Command(tool.name)
    .description("Cuts a container image back to what it runs, and works with SBOMs and lockfiles.")
    .version(tool.version)
    // Only so may a command have an option --version of its own.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, "coppice: USAGE: ")),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError("Run the command with --help to see what it takes.");
  inventoryCommand(program.command("inventory"), io);
  recordCommand(program.command("record"), io, finish);
  traceCommand(program.command("trace"), io);
  evidenceCommand(program.command("evidence"), io);
  planCommand(program.command("plan"), io, finish);
  applyCommand(program.command("apply"), io);
  verifyCommand(program.command("verify"), io, finish);
  sbomCommand(program.command("sbom"), io, finish);
  lockfileCommand(program.command("lockfile"), io);
  return program;
}
