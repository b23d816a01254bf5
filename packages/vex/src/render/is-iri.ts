/** Whether a text is an absolute IRI, as far as formats care: a scheme and no white space. See RFC 3987, section 2.2. */
export function isIri(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z][0-9A-Za-z+.-]*:[^\s<>"{}|\\^`]+$/.test(text);
}
