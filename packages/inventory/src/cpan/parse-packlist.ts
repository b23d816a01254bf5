/** The absolute paths of a `.packlist`, without what stands after them. See ExtUtils::Packlist. */
export function parsePacklist(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    // A line may go on with `type=file` and the like.
    const end = line.search(/ (?:type|from)=/);
    const path = (end < 0 ? line : line.slice(0, end)).replace(/\r$/, "");
    return path.startsWith("/") ? [path] : [];
  });
}
