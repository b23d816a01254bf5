import { listRoot } from "./list-root.ts";
import type { Referee } from "./referee.ts";
import { resolveInRoot } from "./resolve-in-root.ts";

/** Every symlink leads to something. */
export const danglingLinks: Referee = {
  name: "dangling",
  judge: (root) => listRoot(root).links.filter((path) => resolveInRoot(root, path) === undefined),
};
