import { readElf } from "./read-elf.ts";
import type { Referee } from "./referee.ts";
import { resolveInRoot } from "./resolve-in-root.ts";

/** readelf says which program interpreter an executable asks for, and it is there. */
export const elfInterpreters: Referee = {
  name: "interpreter",
  judge: (root) =>
    readElf(root).flatMap(({ path, interpreter }) =>
      interpreter === undefined || resolveInRoot(root, interpreter) !== undefined
        ? []
        : [`${path}: ${interpreter}`],
    ),
};
