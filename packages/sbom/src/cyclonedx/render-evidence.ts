import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type { SbomEvidence } from "../sbom-component.ts";

/** CycloneDX 1.7 `evidence`, as far as the model knows it; `undefined` where there is none. Uses are properties. */
export function renderEvidence({ occurrences, identities }: SbomEvidence): JsonObject | undefined {
  if (occurrences.length === 0 && identities.length === 0) return undefined;
  return present({
    identity: identities.map(({ field, confidence, value, methods }) =>
      present({
        field,
        confidence,
        concludedValue: value,
        methods: methods.map((method) =>
          present({
            technique: method.technique,
            confidence: method.confidence,
            value: method.value,
          }),
        ),
      }),
    ),
    occurrences: occurrences.map(({ location, line, offset, symbol }) =>
      present({ location, line, offset, symbol }),
    ),
  });
}
