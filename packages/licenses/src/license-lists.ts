import exceptionIds from "spdx-exceptions/index.json" with { type: "json" };
import deprecatedIds from "spdx-license-ids/deprecated.json" with { type: "json" };
import licenseIds from "spdx-license-ids/index.json" with { type: "json" };

/** The ids of the SPDX licence list, deprecated ones too, in their own case by their lower case. */
export const licenses: ReadonlyMap<string, string> = /* @__PURE__ */ byLowerCase([
  ...licenseIds,
  ...deprecatedIds,
]);

/** The ids of the SPDX list of exceptions, in their own case by their lower case. */
export const exceptions: ReadonlyMap<string, string> = /* @__PURE__ */ byLowerCase(exceptionIds);

/** Ids of licences that the SPDX list deprecates. */
export const deprecated: ReadonlySet<string> = /* @__PURE__ */ new Set(deprecatedIds);

function byLowerCase(ids: readonly string[]): Map<string, string> {
  return new Map(ids.map((id) => [id.toLowerCase(), id]));
}
