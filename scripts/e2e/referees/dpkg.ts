import { execute } from "../execute.ts";
import { splitLines } from "../split-lines.ts";
import type { Referee } from "./referee.ts";

/** dpkg says that every file of its database is there, with the content that it had. */
export const dpkgVerify: Referee = {
  name: "verify",
  judge: (root) =>
    splitLines(execute("dpkg", [`--root=${root}`, "--verify"], { accept: [0, 1] }).stdout),
};

/** dpkg says that no package is half there. */
export const dpkgAudit: Referee = {
  name: "audit",
  judge: (root) =>
    splitLines(execute("dpkg", [`--root=${root}`, "--audit"], { accept: [0, 1] }).stdout),
};
