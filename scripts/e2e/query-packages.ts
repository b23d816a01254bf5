import { execute } from "./execute.ts";
import { splitLines } from "./split-lines.ts";

/** Name, version and architecture of every package that dpkg-query lists as installed, sorted. */
export function queryPackages(root: string): readonly string[] {
  const fields = ["db:Status-Status", "Package", "Version", "Architecture"];
  const format = `${fields.map((field) => `\${${field}}`).join(" ")}\\n`;
  const { stdout } = execute("dpkg-query", [`--root=${root}`, "--show", `--showformat=${format}`]);
  const installed = "installed ";
  return splitLines(stdout)
    .filter((line) => line.startsWith(installed))
    .map((line) => line.slice(installed.length))
    .sort();
}
