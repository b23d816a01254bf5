/** The lines of what a program wrote, without empty ones. */
export function splitLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
