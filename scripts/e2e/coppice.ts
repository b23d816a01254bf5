import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Execution, execute } from "./execute.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs the command line from its source, as a user would run the built one.
 *
 * @throws An error with what it wrote when its exit code is none of `accept`.
 */
export function coppice(args: readonly string[], accept: readonly number[] = [0]): Execution {
  const source = ["--import", "tsx", "-C", "@coppice/source", "packages/coppice/src/node/bin.ts"];
  return execute(process.execPath, [...source, ...args], { accept, cwd: repository });
}
