import type { Bom } from "./bom.ts";
import { CoppiceError } from "./coppice-error.ts";
import type { Evidence } from "./evidence.ts";
import { bom, evidence, plan, type SchemaError } from "./generated/validators.js";
import type { HardeningPlan } from "./hardening-plan.ts";

/** Version of the documents that this release writes. A reader refuses another major version. */
export const schemaVersion = "1.0";

/** Every document that leaves a process, by its `kind`. */
export interface Documents {
  readonly bom: Bom;
  readonly evidence: Evidence;
  readonly plan: HardeningPlan;
}

/** Why a document was refused. */
export type DocumentErrorCode = "DOCUMENT_KIND" | "DOCUMENT_VERSION" | "DOCUMENT_INVALID";

/** Thrown by {@link parseDocument}. */
export class DocumentError extends CoppiceError<DocumentErrorCode> {
  override readonly name = "DocumentError";
}

/**
 * Takes a parsed JSON value as the document it says it is, after checking all of it against the published schema.
 *
 * @example
 * ```ts
 * import { parseDocument } from "@coppice/types";
 *
 * const value: unknown = JSON.parse('{"kind":"plan","schemaVersion":"2.0"}');
 * let code = "";
 * try {
 *   parseDocument("plan", value);
 * } catch (error) {
 *   code = (error as { code: string }).code;
 * }
 * code; // => "DOCUMENT_VERSION"
 * ```
 * @throws A {@link DocumentError} with code `DOCUMENT_KIND` when it is something else, `DOCUMENT_VERSION` when its
 * major version is not this one's, `DOCUMENT_INVALID` when it does not fit the schema.
 */
export function parseDocument<Kind extends keyof Documents>(
  kind: Kind,
  value: unknown,
): Documents[Kind] {
  const { kind: found, schemaVersion: version } = asRecord(value);
  if (found !== kind) {
    const what = typeof found === "string" ? `a document of kind "${found}"` : "no such document";
    throw new DocumentError(
      "DOCUMENT_KIND",
      `expected a document of kind "${kind}" but this is ${what}; check which file was given`,
    );
  }
  if (typeof version !== "string" || version.split(".")[0] !== schemaVersion.split(".")[0]) {
    throw new DocumentError(
      "DOCUMENT_VERSION",
      `this ${kind} has schema version ${JSON.stringify(version)} and this release reads ${schemaVersion}; ` +
        "make it again with this release, or use the release that made it",
    );
  }
  const errors: SchemaError[] = [];
  if (!isDocument(kind, value, errors)) {
    const [first] = errors;
    throw new DocumentError(
      "DOCUMENT_INVALID",
      `this ${kind} is damaged at ${first?.instancePath || "its top"}: ${first?.message}; make it again`,
    );
  }
  return value;
}

const validators = { bom, evidence, plan };

function isDocument<Kind extends keyof Documents>(
  kind: Kind,
  value: unknown,
  errors: SchemaError[],
): value is Documents[Kind] {
  const validate = validators[kind];
  const valid = validate(value);
  if (!valid) errors.push(...(validate.errors ?? []));
  return valid;
}

function asRecord(value: unknown): { readonly kind?: unknown; readonly schemaVersion?: unknown } {
  return typeof value === "object" && value !== null ? value : {};
}
