import type { LicenseTerm } from "./license-expression.ts";
import { deprecated } from "./license-lists.ts";

/** Licences whose `-only` and `-or-later` say what the id without them left open. */
const family = /^(?:AGPL-[13]\.0|GFDL-1\.[123]|L?GPL-[123]\.[01])$/;

/** What the SPDX list gives as the successor of its other deprecated ids; `Net-SNMP` and some others have none. */
const successors: ReadonlyMap<
  string,
  Pick<LicenseTerm, "id" | "exception">
> = /* @__PURE__ */ new Map([
  ["BSD-2-Clause-FreeBSD", { id: "BSD-2-Clause-Views" }],
  ["BSD-2-Clause-NetBSD", { id: "BSD-2-Clause" }],
  ["GPL-2.0-with-GCC-exception", { id: "GPL-2.0", exception: "GCC-exception-2.0" }],
  ["GPL-2.0-with-autoconf-exception", { id: "GPL-2.0", exception: "Autoconf-exception-2.0" }],
  ["GPL-2.0-with-bison-exception", { id: "GPL-2.0", exception: "Bison-exception-2.2" }],
  ["GPL-2.0-with-classpath-exception", { id: "GPL-2.0", exception: "Classpath-exception-2.0" }],
  ["GPL-2.0-with-font-exception", { id: "GPL-2.0", exception: "Font-exception-2.0" }],
  ["GPL-3.0-with-GCC-exception", { id: "GPL-3.0", exception: "GCC-exception-3.1" }],
  ["GPL-3.0-with-autoconf-exception", { id: "GPL-3.0", exception: "Autoconf-exception-3.0" }],
  ["Nunit", { id: "zlib-acknowledgement" }],
  ["StandardML-NJ", { id: "SMLNJ" }],
  ["bzip2-1.0.5", { id: "bzip2-1.0.6" }],
  ["eCos-2.0", { id: "GPL-2.0-or-later", exception: "eCos-exception-2.0" }],
  ["wxWindows", { id: "LGPL-2.0-or-later", exception: "WxWindows-exception-3.1" }],
]);

/**
 * What a licence that the SPDX list deprecates is written as now; `undefined` where it is not deprecated, or where
 * nothing takes its place.
 *
 * @example
 * ```ts
 * import { successorOf } from "@coppice/licenses";
 *
 * successorOf({ kind: "license", id: "GPL-2.0", orLater: true }); // => { kind: "license", id: "GPL-2.0-or-later" }
 * successorOf({ kind: "license", id: "wxWindows" });
 * // => { kind: "license", id: "LGPL-2.0-or-later", exception: "WxWindows-exception-3.1" }
 * successorOf({ kind: "license", id: "MIT" }); // => undefined
 * ```
 */
export function successorOf(license: LicenseTerm): LicenseTerm | undefined {
  const { id, orLater, exception } = license;
  const implied = /^(.+)-(?:only|or-later)$/.exec(id);
  if (orLater && implied?.[1] !== undefined && family.test(implied[1])) {
    return { ...withoutPlus(license), id: `${implied[1]}-or-later` };
  }
  if (!deprecated.has(id)) return undefined;
  const successor = successors.get(id) ?? (family.test(id) ? { id } : undefined);
  if (successor === undefined) return undefined;
  if (exception !== undefined && successor.exception !== undefined) return undefined;
  const base: LicenseTerm = { ...license, ...successor };
  if (!family.test(base.id)) return base;
  return { ...withoutPlus(base), id: `${base.id}${orLater ? "-or-later" : "-only"}` };
}

function withoutPlus({ orLater: _, ...license }: LicenseTerm): LicenseTerm {
  return license;
}
