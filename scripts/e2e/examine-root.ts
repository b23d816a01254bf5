import { execute } from "./execute.ts";
import { queryPackages } from "./query-packages.ts";
import { allReferees } from "./referees/all-referees.ts";
import { aptCheck } from "./referees/apt-check.ts";

/** What tools that are not ours say of an unpacked root file system. */
export interface Examination {
  /** Name, version and architecture of every installed package. */
  readonly packages: readonly string[];
  /** Size of all content. */
  readonly bytes: number;
  /** What each referee found wrong, by its name. */
  readonly faults: ReadonlyMap<string, readonly string[]>;
}

/** How a root is examined. */
export interface ExamineOptions {
  /** Whether every dependency of every package has to be met, which apt-get then judges. */
  readonly closed: boolean;
  /**
   * What was found in the root before it was hardened, and is not found again: a few of Debian's packages hold
   * examples without their interpreter, and a plugin without its library.
   */
  readonly before?: Examination;
}

/** Lets every referee judge a root. */
export function examineRoot(root: string, options: ExamineOptions): Examination {
  const { before, closed } = options;
  const { stdout } = execute("du", ["--summarize", "--apparent-size", "--block-size=1", root]);
  const referees = allReferees.filter((referee) => closed || referee !== aptCheck);
  const faults = referees.map(({ name, judge }) => {
    const known = new Set(before?.faults.get(name));
    return [name, judge(root).filter((fault) => !known.has(fault))] as const;
  });
  return {
    packages: queryPackages(root),
    bytes: Number.parseInt(stdout, 10),
    faults: new Map(faults),
  };
}
