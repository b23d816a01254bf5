import { readdirSync, readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import type { Plugin } from "vitest/config";

const id = "virtual:examples";
const block = /^ *\* ```ts\n((?: *\*.*\n)*?) *\* ```$/gm;

/** Turns every `ts` block of a package's doc comments into a test; `value; // => expected` becomes an assertion. */
export function examples(): Plugin {
  let root = "";
  return {
    name: "examples",
    configResolved: (config) => {
      root = config.root;
    },
    resolveId: (source) => (source === id || source.startsWith(`${id}/`) ? `\0${source}.ts` : null),
    load(source) {
      if (source === `\0${id}.ts`) {
        const found = readdirSync(`${root}/src`, { recursive: true, encoding: "utf8" })
          .filter((file) => file.endsWith(".ts"))
          .flatMap((file) => read(`${root}/src/${file}`).map((_, index) => `${file}#${index}`));
        return found
          .map(
            (name) =>
              `test(${JSON.stringify(name)}, () => import(${JSON.stringify(`${id}/${name}`)}));`,
          )
          .join("\n")
          .replace(/^/, 'import { test } from "vitest";\n');
      }
      if (!source.startsWith(`\0${id}/`)) return null;
      const [file = "", index = ""] = source.slice(id.length + 2, -3).split("#");
      const code = `import { expect } from "vitest";\n${read(`${root}/src/${file}`)[Number(index)]}\nexport {};`;
      return transformSync(code, { loader: "ts", target: "es2022" }).code;
    },
  };
}

function read(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(block)].map((match) =>
    (match[1] ?? "")
      .replace(/^ *\* ?/gm, "")
      .replace(/^(\s*)(.+?);? *\/\/ => (.+)$/gm, "$1expect($2).toEqual($3);"),
  );
}
