/** Whether a vers can carry a version: it is not empty, and has no control character and no half of a surrogate pair. */
export function isWritableVersion(version: string): boolean {
  return version !== "" && !/[\p{Cc}\p{Cs}]/u.test(version);
}
