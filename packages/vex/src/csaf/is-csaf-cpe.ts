import { anyValue, noValue, parseCpe } from "../cpe/parse-cpe.ts";

/** Whether CSAF's schema takes a CPE name (2.0, 3.1.3.3.1), which is stricter about characters than others are. */
export function isCsafCpe(text: string): boolean {
  const cpe = parseCpe(text);
  if (cpe === undefined) return false;
  if (!text.startsWith("cpe:2.3:")) return /^[0-9A-Za-z._~%:/-]*$/.test(text);
  const [part = "", , , , , , language = ""] = cpe;
  const isLanguage = /^[a-z]{2,3}(?:-(?:[a-z]{2}|[0-9]{3}))?$/.test(language);
  return (
    (isLogical(part) || /^[aho]$/.test(part)) &&
    (isLogical(language) || isLanguage) &&
    hasPlainCharacters(text)
  );
}

function isLogical(value: string): boolean {
  return value === anyValue || value === noValue;
}

/** Letters, digits, `._-`, and others where a backslash quotes them. */
function hasPlainCharacters(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const quotes = text.charAt(at) === "\\";
    if (quotes) at += 1;
    const allowed = quotes ? /^[!"#$%&'()*+,/:;<=>?@[\\\]^`{|}~]$/ : /^[0-9A-Za-z._:*?-]$/;
    if (!allowed.test(text.charAt(at))) return false;
  }
  return true;
}
