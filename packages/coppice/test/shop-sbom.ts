/** What differs between the documents of {@link shopSbom}. */
export interface ShopSbomOptions {
  readonly qs?: string;
  readonly license?: string;
  readonly perl?: string;
  /** Name of the file that it lists; the empty text for none. */
  readonly file?: string;
  readonly created?: string;
  /** Refs of what the shop needs, and those of what express needs. */
  readonly needs?: readonly [readonly string[], readonly string[]];
  /** More components, as JSON. */
  readonly components?: readonly string[];
  /** More members of the document, as JSON without braces. */
  readonly more?: string;
}

/** A CycloneDX document of a shop that needs express, which needs qs; of perl, which nothing needs; and of a file. */
export function shopSbom({
  qs = "6.9.0",
  license = "BSD-3-Clause",
  perl = "5.36.0-7",
  file = "/srv/goods",
  created = "2026-01-31T12:00:00Z",
  needs: [shopNeeds, expressNeeds] = [["express"], ["qs"]],
  components = [],
  more = '"vulnerabilities": []',
}: ShopSbomOptions = {}): string {
  const all = [
    '{ "type": "library", "bom-ref": "express", "name": "express", "version": "4.18.2", "purl": "pkg:npm/express@4.18.2", "licenses": [{ "license": { "id": "MIT" } }] }',
    `{ "type": "library", "bom-ref": "qs", "name": "qs", "version": "${qs}", "purl": "pkg:npm/qs@${qs}", "licenses": [{ "license": { "id": "${license}" } }] }`,
    `{ "type": "library", "bom-ref": "perl", "name": "perl-base", "version": "${perl}", "purl": "pkg:deb/debian/perl-base@${perl}?arch=amd64&distro=debian-12" }`,
    ...(file === "" ? [] : [`{ "type": "file", "bom-ref": "goods", "name": "${file}" }`]),
    ...components,
  ];
  return `{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
  "version": 1,
  "metadata": {
    "timestamp": "${created}",
    "tools": { "components": [{ "type": "application", "name": "builder", "version": "2" }] },
    "component": { "type": "application", "bom-ref": "shop", "group": "@acme", "name": "shop", "version": "1.0.0", "purl": "pkg:npm/%40acme/shop@1.0.0" }
  },
  "components": [
    ${all.join(",\n    ")}
  ],
  "dependencies": [
    { "ref": "shop", "dependsOn": ${JSON.stringify(shopNeeds)} },
    { "ref": "express", "dependsOn": ${JSON.stringify(expressNeeds)} }
  ],
  ${more}
}
`;
}
