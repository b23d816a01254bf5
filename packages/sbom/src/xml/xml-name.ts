/** A name of an XML document, split at its colon. See Namespaces in XML 1.0, section 4. */
export interface XmlName {
  /** Empty where there is none. */
  readonly prefix: string;
  readonly local: string;
}

/** A name without colon: `NCName`. See XML 1.0, section 2.3. */
const plainName =
  /^[A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}][-.0-9A-Z_a-z\u{B7}\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{203F}-\u{2040}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}]*$/u;

/** Splits `text`, or gives nothing where it is no qualified name. */
export function splitXmlName(text: string): XmlName | undefined {
  const colon = text.indexOf(":");
  const prefix = colon < 0 ? "" : text.slice(0, colon);
  const local = text.slice(colon + 1);
  return isXmlName(local) && (colon < 0 || isXmlName(prefix)) ? { prefix, local } : undefined;
}

/** Whether `text` is a name without colon. */
export function isXmlName(text: string): boolean {
  return plainName.test(text);
}
