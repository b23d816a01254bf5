/** Orders texts by their UTF-16 units, without regard to any language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
