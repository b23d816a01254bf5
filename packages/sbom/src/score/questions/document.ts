import { isJsonObject, type JsonValue } from "../../json/json-value.ts";
import { objectOf, objectsOf, textOf, textsOf } from "../../json/members.ts";
import { listElements } from "../../spdx3/element-index.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer, answerWhere, isAtLeast, isStated } from "./stated.ts";

/** Whether the document is in one of the formats that standards call widely used: CycloneDX or SPDX. */
export function isWidelyUsedFormat({ document }: SbomFacts): SbomAnswer {
  return answer(document.format.family !== "syft");
}

/** A question whether the document is JSON or XML of a specification that is new enough. */
export function isJsonOrXmlSince(least: {
  readonly cyclonedx: string;
  readonly spdx: string;
}): (facts: SbomFacts) => SbomAnswer {
  return ({ document }) => {
    const { family, version, encoding } = document.format;
    const isText = encoding === "json" || encoding === "xml";
    return answer(family !== "syft" && isText && isAtLeast(version, least[family]));
  };
}

/** Whether the document lists anything. */
export function hasComponents({ components }: SbomFacts): SbomAnswer {
  return answer(components.length > 0);
}

/** Whether the document says what it is about, and describes it. */
export function hasSubject({ subjects }: SbomFacts): SbomAnswer {
  return answer(subjects.length > 0);
}

/** Whether the document says when it was made, as RFC 3339 has it. */
export function hasTimestamp({ document, edition }: SbomFacts): SbomAnswer {
  return answerWhere(edition !== "syft", isTimestamp(document.created ?? ""));
}

/** RFC 3339, section 5.6, and after it what RFC 9557 adds in brackets. */
function isTimestamp(text: string): boolean {
  const bracket = text.indexOf("[");
  const time = bracket < 0 ? text : text.slice(0, bracket);
  const shape = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;
  return shape.test(time) && !Number.isNaN(Date.parse(time.replace(" ", "T")));
}

/** Whether other documents can refer to this one: a serial number or namespace. */
export function hasDocumentId({ document, edition }: SbomFacts): SbomAnswer {
  return answerWhere(edition !== "syft", isStated(document.id));
}

/** Whether the document says which edition of itself it is, which only CycloneDX can. */
export function hasRevision({ document, edition }: SbomFacts): SbomAnswer {
  return answerWhere(edition === "cyclonedx", document.revision !== undefined);
}

/** The six types of "Types of Software Bill of Material (SBOM) Documents", CISA, April 2023. */
const sbomTypes = ["design", "source", "build", "analyzed", "deployed", "runtime"] as const;

/**
 * Whether the document says in which phase of the software's life it was made: CycloneDX `lifecycles`, SPDX 3 `sbomType`,
 * and in SPDX 2, which has no field for it, one of CISA's six words in a comment.
 */
export function hasGenerationContext({ document, edition }: SbomFacts): SbomAnswer {
  const { native, format } = document;
  switch (edition) {
    case "cyclonedx": {
      const lifecycles = objectsOf(objectOf(native["metadata"])["lifecycles"]);
      const isSo = lifecycles.some(({ phase, name }) => isStated(textOf(phase) ?? textOf(name)));
      return answerWhere(isAtLeast(format.version, "1.5"), isSo);
    }
    case "spdx2":
      return answerWhere(false, namesSbomType(native["creationInfo"], native["comment"]));
    case "spdx3":
      return answer(
        listElements(native).some(({ object }) => textsOf(object["software_sbomType"]).length > 0),
      );
    case "syft":
      return "unknown";
  }
}

/** Whether an SPDX 2 document names its type among CISA's six in the creator's comment. */
export function hasSbomTypeComment({ document, edition }: SbomFacts): SbomAnswer {
  if (edition !== "spdx2") return "not-applicable";
  return answer(namesSbomType(document.native["creationInfo"], undefined));
}

function namesSbomType(
  creationInfo: JsonValue | undefined,
  comment: JsonValue | undefined,
): boolean {
  const creation = isJsonObject(creationInfo) ? textOf(creationInfo["comment"]) : undefined;
  const text = `${creation ?? ""} ${textOf(comment) ?? ""}`.toLowerCase();
  return sbomTypes.some((type) => text.includes(type));
}

/** Whether the document is signed: by itself, or in its envelope. A signature kept apart cannot be seen in it. */
export function isSigned({ document, edition }: SbomFacts): SbomAnswer {
  const { envelopes, native } = document;
  const inEnvelope = envelopes.some(({ kind }) => kind === "dsse" || kind === "sigstore-bundle");
  const enveloped = edition === "cyclonedx" && native["signature"] !== undefined;
  return inEnvelope || enveloped ? "yes" : "unknown";
}

/** Whether the document is free of vulnerabilities, which change while the software does not. */
export function hasNoVulnerabilities({ document, edition }: SbomFacts): SbomAnswer {
  const { native } = document;
  if (edition === "cyclonedx") return answer(objectsOf(native["vulnerabilities"]).length === 0);
  if (edition !== "spdx3") return "yes";
  return answer(listElements(native).every(({ type }) => !/^security_Vul/.test(type)));
}

/** What no document can show: how it came to be, or what was done with it. */
export function cannotBeSeen(): SbomAnswer {
  return "unknown";
}
