/** Tells a person who waits what is being done. */
export function say(line: string): void {
  process.stderr.write(`${line} …\n`);
}
