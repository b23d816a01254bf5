/** The JSON pointer of the member `name` of what `pointer` points to. See RFC 6901, section 3. */
export function joinPointer(pointer: string, name: string): string {
  const plain = !name.includes("~") && !name.includes("/");
  return `${pointer}/${plain ? name : name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
