import { isDate, isDateTime } from "./date-time.ts";
import { isIriReference } from "./iri-reference.ts";

/** What a `format` of JSON Schema asks of a text. */
export interface FormatCheck {
  /** Ends the sentence "must be …". */
  readonly what: string;
  fits(text: string): boolean;
}

/** The formats that the schemas use. */
export const formatChecks: ReadonlyMap<string, FormatCheck> = new Map([
  ["date", { what: "a date such as 2024-02-29", fits: isDate }],
  ["date-time", { what: "a date and time such as 2024-02-29T12:00:00Z", fits: isDateTime }],
  ["idn-email", { what: "an email address", fits: isEmailAddress }],
  ["iri-reference", { what: "an IRI or a relative one (RFC 3987)", fits: isIriReference }],
  ["uri", { what: "a URI with its scheme (RFC 3986)", fits: isUri }],
]);

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && /^[\x21-\x7e]*$/.test(text) && isIriReference(text);
}

/** Whether a text is a mailbox of RFC 6531 without comments: a quoted or dotted local part, and a domain. */
function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || domain.length > 255) return false;
  return (isQuoted(local) || isDotted(local)) && isDomain(domain);
}

function isDotted(local: string): boolean {
  return local.split(".").every((atom) => /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+$/u.test(atom));
}

function isQuoted(local: string): boolean {
  return /^"[^"\\\p{Cc}]*"$/u.test(local.replaceAll(/\\[ -~]/g, ""));
}

function isDomain(domain: string): boolean {
  if (/^\[[\x21-\x5a\x5e-\x7e]+\]$/.test(domain)) return true;
  return domain
    .split(".")
    .every((label) => label.length <= 63 && /^[a-zA-Z0-9\u0080-\u{10ffff}-]+$/u.test(label));
}
