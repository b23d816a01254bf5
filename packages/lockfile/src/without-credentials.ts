/**
 * `text` without the user and password of the URLs in it, for what leaves the lockfile: purls, documents, messages. The user
 * of an `ssh` address stays, as it is needed and no secret. Of conda's addresses the token in `/t/TOKEN/` goes too; see
 * conda's documentation, "Using Anaconda.org tokens".
 */
export function withoutCredentials(text: string, ecosystem?: string): string {
  const [first = "", ...rest] = text.split("://");
  let plain = first;
  for (const piece of rest) {
    const isUserKept = plain.endsWith("ssh");
    plain += `://${withoutUserInformation(piece, isUserKept)}`;
  }
  return ecosystem === "conda" ? plain.replace(/\/t\/[^/\s]+/g, "") : plain;
}

/** What follows `://`, where a password may have more at signs in it. */
function withoutUserInformation(text: string, isUserKept: boolean): string {
  const end = text.search(/[/\s]/);
  const at = (end < 0 ? text : text.slice(0, end)).lastIndexOf("@");
  if (at < 0) return text;
  const [user = ""] = text.slice(0, at).split(":");
  return isUserKept ? `${user}${text.slice(at)}` : text.slice(at + 1);
}
