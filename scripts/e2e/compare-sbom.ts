/**
 * How the Debian packages of a CycloneDX document differ from those of a package database; both as name, version and
 * architecture.
 */
export function compareSbom(sbom: string, installed: readonly string[]): readonly string[] {
  const document: { readonly components?: readonly { readonly purl?: string }[] } =
    JSON.parse(sbom);
  const described = (document.components ?? []).flatMap(({ purl }) =>
    purl?.startsWith("pkg:deb/") ? [describePurl(purl)] : [],
  );
  const twice = described.filter((name, index) => described.indexOf(name) !== index);
  return [
    ...described.filter((name) => !installed.includes(name)).map((name) => `only SBOM: ${name}`),
    ...installed.filter((name) => !described.includes(name)).map((name) => `only dpkg: ${name}`),
    ...twice.map((name) => `twice in SBOM: ${name}`),
  ];
}

/** `pkg:deb/debian/curl@7.88.1-10?arch=amd64` as `curl 7.88.1-10 amd64`. */
function describePurl(purl: string): string {
  const { pathname, searchParams } = new URL(purl);
  const [, name = "", version = ""] = /([^/@]+)@([^/@]+)$/.exec(pathname) ?? [];
  return `${decodeURIComponent(name)} ${decodeURIComponent(version)} ${searchParams.get("arch")}`;
}
