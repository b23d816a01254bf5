import type { JsonObject } from "../json/json-value.ts";
import { textOf } from "../json/members.ts";
import type { SbomProperty } from "../sbom-component.ts";

const annotator = "Tool: coppice";
const prefix = "property ";

/**
 * A property of a component as an annotation of SPDX 2, which has no other place for it: `property ["name","value"]`. See
 * SPDX 2.3, section 12.
 */
export function carriedAnnotation({ name, value }: SbomProperty, date: string): JsonObject {
  const comment = prefix + JSON.stringify(value === undefined ? [name] : [name, value]);
  return { annotationType: "OTHER", annotator, annotationDate: date, comment };
}

/** The property that an annotation of ours carries; `undefined` where it is another's. */
export function carriedProperty(annotation: JsonObject): SbomProperty | undefined {
  const comment = textOf(annotation["comment"]);
  if (annotation["annotator"] !== annotator || !comment?.startsWith(prefix)) return undefined;
  try {
    const [name, value]: unknown[] = JSON.parse(comment.slice(prefix.length));
    if (typeof name !== "string") return undefined;
    return { name, value: typeof value === "string" ? value : undefined };
  } catch {
    return undefined;
  }
}
