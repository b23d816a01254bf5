/** Characters that no part of an IRI may have: controls, space and `"<>\^{|}` with the backtick (RFC 3987 §2.2). */
const forbidden = /[\p{Cc} "<>\\^`{|}]/u;
const brokenEscape = /%(?![0-9a-f]{2})/i;
const scheme = /^[a-z][a-z0-9+.-]*$/i;
const port = /^(?::[0-9]*)?$/;

/** Whether a text is an IRI-reference of RFC 3987 §2.2: an IRI, or a path relative to one. An empty text is one. */
export function isIriReference(text: string): boolean {
  if (forbidden.test(text) || brokenEscape.test(text)) return false;
  const [beforeFragment = "", ...fragments] = text.split("#");
  if (fragments.length > 1 || /[[\]]/.test(fragments[0] ?? "")) return false;
  const mark = beforeFragment.indexOf("?");
  const beforeQuery = mark < 0 ? beforeFragment : beforeFragment.slice(0, mark);
  if (/[[\]]/.test(beforeFragment.slice(beforeQuery.length))) return false;
  const colon = beforeQuery.indexOf(":");
  const slash = beforeQuery.indexOf("/");
  const schemed = colon >= 0 && (slash < 0 || colon < slash);
  if (schemed && !scheme.test(beforeQuery.slice(0, colon))) return false;
  return isHierarchy(schemed ? beforeQuery.slice(colon + 1) : beforeQuery);
}

function isHierarchy(text: string): boolean {
  if (!text.startsWith("//")) return !/[[\]]/.test(text);
  const slash = text.indexOf("/", 2);
  const path = slash < 0 ? "" : text.slice(slash);
  const authority = slash < 0 ? text.slice(2) : text.slice(2, slash);
  return !/[[\]]/.test(path) && isAuthority(authority);
}

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [user, host] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (/[@[\]]/.test(user)) return false;
  if (host.startsWith("[")) {
    const end = host.indexOf("]");
    return (
      end > 1 &&
      /^[0-9a-fv.:!$&'()*+,;=_~-]*$/i.test(host.slice(1, end)) &&
      port.test(host.slice(end + 1))
    );
  }
  const colon = host.indexOf(":");
  const name = colon < 0 ? host : host.slice(0, colon);
  return !/[[\]]/.test(name) && port.test(host.slice(name.length));
}
