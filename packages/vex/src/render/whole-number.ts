/** The whole number, 1 or more, that a revision is; `undefined` for other revisions. */
export function wholeNumber(revision: string | undefined): number | undefined {
  return revision !== undefined && /^[1-9][0-9]{0,14}$/.test(revision)
    ? Number(revision)
    : undefined;
}
