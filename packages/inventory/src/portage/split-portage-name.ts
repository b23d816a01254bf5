import { isValidVersion } from "@coppice/vers";

/**
 * Name and version of a text such as `bash-5.2_p26-r1`; without a version the whole is the name. See the Package
 * Manager Specification, 3.1.2: a name does not end in a hyphen and what could be a version.
 */
export function splitPortageName(text: string): {
  readonly name: string;
  readonly version?: string;
} {
  const last = text.lastIndexOf("-");
  const hasRevision = last > 0 && /^-r[0-9]+$/.test(text.slice(last));
  const cut = hasRevision ? text.lastIndexOf("-", last - 1) : last;
  const version = text.slice(cut + 1);
  return cut > 0 && isValidVersion("gentoo", version)
    ? { name: text.slice(0, cut), version }
    : { name: text };
}
