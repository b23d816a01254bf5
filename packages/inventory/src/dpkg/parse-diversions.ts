/** Where files that others list at a path are instead, by that path. */
export type Diversions = ReadonlyMap<string, Diversion>;

/** One line of dpkg-divert(1). */
interface Diversion {
  readonly to: string;
  /** The package whose own file stays at the path; `:` for the administrator's diversion, which moves all. */
  readonly by: string;
}

/** Reads dpkg's file of diversions, which has three lines for each: from, to, by whom. */
export function parseDiversions(text: string): Diversions {
  const diversions = new Map<string, Diversion>();
  const lines = text.split("\n");
  for (let index = 0; index + 2 < lines.length; index += 3) {
    const [from = "", to = "", by = ""] = lines.slice(index, index + 3);
    if (from.startsWith("/") && to.startsWith("/")) diversions.set(from, { to, by });
  }
  return diversions;
}
