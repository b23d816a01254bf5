/** Whether a container is the wanted one, which is called by its id, the beginning of that, or its name. */
export function isContainer(
  wanted: string,
  id: string | undefined,
  name?: string | undefined,
): boolean {
  return wanted !== "" && (name === wanted || (id?.startsWith(wanted) ?? false));
}
