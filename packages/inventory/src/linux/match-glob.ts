/** Whether `name` matches `pattern`, in which `*` stands for any text without a slash and `?` for one character. */
export function matchGlob(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < name.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at++;
      resume = index;
    } else if (wanted === name[index] || (wanted === "?" && name[index] !== "/")) {
      at++;
      index++;
    } else if (star >= 0 && name[resume] !== "/") {
      // Only the last star needs another try: an earlier one can take over nothing that this one cannot.
      at = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
