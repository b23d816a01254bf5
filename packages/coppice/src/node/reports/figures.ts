const grouped = new Intl.NumberFormat("en-US");

/** `1 package`, `2,000 packages`. */
export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${grouped.format(number)} ${number === 1 ? one : many}`;
}

/** `2,000`. */
export function integer(number: number): string {
  return grouped.format(number);
}

/** `12.3 MB`, of a million bytes each. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `83.5 %`; of nothing, nothing. */
export function percent(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(1)} %`;
}
