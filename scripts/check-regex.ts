// Finds regular expressions in the packages' sources that hostile input could make slow: those with which a match can
// go back over more than a few of its steps for each character.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { isSafe } from "redos-detector";
import ts from "typescript";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
let examined = 0;
const unsafe: string[] = [];
const files = readdirSync(packages).flatMap((name) =>
  readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(name, "src", file)),
);
for (const file of files) {
  const text = readFileSync(join(packages, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      examined += 1;
      const [, pattern = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      const { safe, score } = isSafe(new RegExp(pattern, flags));
      if (!safe) unsafe.push(`${file}:${line + 1} ${node.text} ${JSON.stringify(score)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
for (const line of unsafe) process.stdout.write(`${line}\n`);
process.stdout.write(`${examined} regular expressions, ${unsafe.length} unsafe\n`);
process.exitCode = unsafe.length === 0 ? 0 : 1;
