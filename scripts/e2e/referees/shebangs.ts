import { listRoot } from "./list-root.ts";
import type { Referee } from "./referee.ts";
import { resolveInRoot } from "./resolve-in-root.ts";

/** Where `env` looks. */
const searchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** The interpreter of every script is there; of `env`, the program that it looks for. */
export const shebangs: Referee = {
  name: "shebang",
  judge: (root) =>
    [...listRoot(root).scripts].flatMap(([path, line]) => {
      const [interpreter = "", ...words] = line.slice(2).trim().split(/\s+/);
      if (resolveInRoot(root, interpreter) === undefined) return [`${path}: ${interpreter}`];
      if (!interpreter.endsWith("/env")) return [];
      const program = words.find((word) => !word.startsWith("-") && !word.includes("="));
      const found = searchPath.some((folder) => resolveInRoot(root, `${folder}/${program}`));
      return program === undefined || found ? [] : [`${path}: env ${program}`];
    }),
};
