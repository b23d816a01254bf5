import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type { SbomProperty } from "../sbom-component.ts";

/** Properties as an `extension` of an SPDX 3.0.1 element, which is empty where there are none. */
export function renderProperties(properties: readonly SbomProperty[]): readonly JsonObject[] {
  if (properties.length === 0) return [];
  return [
    {
      type: "extension_CdxPropertiesExtension",
      extension_cdxProperty: properties.map(({ name, value }) =>
        present({
          type: "extension_CdxPropertyEntry",
          extension_cdxPropName: name,
          extension_cdxPropValue: value,
        }),
      ),
    },
  ];
}
