import { licenseReferences } from "./license-references.ts";
import type { SbomLicense } from "./sbom-component.ts";
import type { SbomNamedLicense } from "./sbom-document.ts";

/** Makes SPDX expressions of statements, and remembers what their `LicenseRef-…` mean. */
export interface LicenseNamer {
  /** One expression for all of `licenses`; `undefined` where there is none. */
  expressionOf(licenses: readonly SbomLicense[]): string | undefined;
  /** Every licence that an expression names and SPDX does not list. */
  named(): readonly SbomNamedLicense[];
}

/** A {@link LicenseNamer} that knows the licences that a document defines already. */
export function createLicenseNamer(known: readonly SbomNamedLicense[]): LicenseNamer {
  const byId = new Map(known.map((license) => [license.id, license]));
  const byMeaning = new Map(known.map((license) => [meaningOf(license), license.id]));
  const counts = new Map<string, number>();
  const refer = (license: SbomLicense): string => {
    const { text, url } = license;
    const urls = url === undefined ? [] : [url];
    const stated = license.name ?? license.expression;
    if (stated !== undefined && isReference(stated) && !byId.has(stated)) {
      byId.set(stated, { id: stated, text, urls });
      return stated;
    }
    const name = stated ?? url ?? text?.slice(0, 100) ?? "unnamed";
    const meaning = meaningOf({ name, text, urls });
    const found = byMeaning.get(meaning);
    if (found !== undefined) return found;
    const plain = `LicenseRef-${name.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
    let id = plain;
    let count = counts.get(plain) ?? 1;
    for (; byId.has(id); id = `${plain}-${count}`) count += 1;
    counts.set(plain, count);
    byId.set(id, { id, name, text, urls });
    byMeaning.set(meaning, id);
    return id;
  };
  const expressionOf = (license: SbomLicense): string => {
    const { expression, name = "", text: body, url } = license;
    const known = expression !== undefined && (byId.has(expression) || isFixed(expression));
    if (known) return expression;
    const plain = body === undefined && url === undefined;
    if (plain && isFixed(name)) return name;
    // A name that joins licences is an expression that had no better place; one word is the name of a licence.
    const text = expression ?? (plain && name.includes(" ") ? name : "");
    const references = licenseReferences(text);
    if (references === undefined) return refer(license);
    for (const id of references) if (!byId.has(id)) byId.set(id, { id, urls: [] });
    return text;
  };
  return {
    expressionOf(licenses) {
      const stated = [...new Set(licenses.map(expressionOf))];
      if (stated.length < 2) return stated[0];
      const claims = stated.filter((text) => !isFixed(text));
      if (claims.length === 0) return "NONE";
      return claims.map((text) => (text.includes(" ") ? `(${text})` : text)).join(" AND ");
    },
    named: () => [...byId.values()],
  };
}

function isReference(text: string): boolean {
  return /^LicenseRef-[A-Za-z0-9.-]+$/.test(text);
}

function isFixed(expression: string): boolean {
  return expression === "NONE" || expression === "NOASSERTION";
}

function meaningOf({ name, text, urls }: Omit<SbomNamedLicense, "id">): string {
  return JSON.stringify([name, text, urls]);
}
