/** Tells a person who waits what is being done. */
import process from "node:process";
export function say(line: string): void {
  process.stderr.write(`${line} …\n`);
}
