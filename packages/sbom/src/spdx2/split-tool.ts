/**
 * A tool's name and version out of `name-version`. The version follows the last hyphen before what looks like `1.2`, or
 * else before a digit; there is none where no part does.
 */
export function splitTool(text: string): { readonly name: string; readonly version?: string } {
  let found = -1;
  for (let at = text.lastIndexOf("-"); at > 0; at = text.lastIndexOf("-", at - 1)) {
    const rest = text.slice(at + 1, at + 40);
    if (/^v?\d+\./.test(rest)) {
      found = at;
      break;
    }
    if (found < 0 && /^v?\d/.test(rest)) found = at;
  }
  return found < 0
    ? { name: text }
    : { name: text.slice(0, found), version: text.slice(found + 1) };
}
