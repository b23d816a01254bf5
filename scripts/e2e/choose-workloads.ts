import type { Workload } from "./workload.ts";
import { allWorkloads } from "./workloads/all-workloads.ts";

/**
 * The workloads of the named images; all of them when none is named.
 *
 * @throws An error that lists the names when one of them is not known.
 */
export function chooseWorkloads(names: readonly string[]): readonly Workload[] {
  const known = allWorkloads.map(({ image }) => image.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`no image is called ${unknown.join(", ")}; name some of ${known.join(", ")}`);
  }
  return allWorkloads.filter(({ image }) => names.length === 0 || names.includes(image.name));
}
