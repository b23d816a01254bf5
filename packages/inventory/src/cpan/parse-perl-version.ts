/**
 * The version that a module gives itself: `our $VERSION = '1.23';`, or `package Name 1.23;`. What is computed is not run, and not
 * known. See perlmodstyle, "Version numbering", and perlfunc, "package".
 */
export function parsePerlVersion(text: string): string | undefined {
  for (const line of text.split("\n")) {
    if (line.length > 1000) continue;
    const at = line.includes("$") ? line.indexOf("VERSION") : -1;
    const [, assigned] =
      at < 0 ? [] : (/^VERSION\s{0,9}=\s{0,9}["']?(v?\d[\w.]{0,30})/.exec(line.slice(at)) ?? []);
    const [, declared] =
      /^\s{0,20}package\s{1,9}[\w:]{1,200}\s{1,9}(v?\d[\w.]{0,30})\s{0,9}[;{]/.exec(line) ?? [];
    const version = assigned ?? declared;
    if (version !== undefined) return version;
    if (line.startsWith("__END__")) return undefined;
  }
  return undefined;
}
