import type { OnProblem } from "@coppice/types";

/** A database that was damaged on purpose could have millions. */
const maximumProblems = 1000;

/** Tells `onProblem` of problems in the file at `path`, and once that there are more of them than anybody reads. */
export function problemsIn(path: string, onProblem: OnProblem): OnProblem {
  let count = 0;
  return (problem) => {
    count++;
    if (count <= maximumProblems) onProblem({ ...problem, path });
    if (count !== maximumProblems + 1) return;
    const message = `it has more than ${maximumProblems} problems; the others are not told`;
    onProblem({ code: "PROBLEMS_TOO_MANY", message, path });
  };
}
