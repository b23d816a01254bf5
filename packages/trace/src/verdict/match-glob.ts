/** Whether a name fits a glob in which `*` stands for any run of characters. Takes no more than the product of their lengths. */
export function matchGlob(glob: string, name: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    if (next < glob.length && glob[next] === "*") {
      star = next++;
      resume = at;
    } else if (next < glob.length && glob[next] === name[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  while (glob[next] === "*") next++;
  return next === glob.length;
}
