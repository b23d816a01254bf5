/** The JSON pointer (RFC 6901) of a place, from the members and positions that lead to it. */
export function jsonPointer(path: readonly (string | number)[]): string {
  let pointer = "";
  for (const step of path) {
    pointer += `/${typeof step === "number" ? step : step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return pointer;
}

/** The members and positions that a JSON pointer names, as text. */
export function jsonPointerSteps(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
