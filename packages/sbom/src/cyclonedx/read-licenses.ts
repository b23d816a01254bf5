import { decodeBase64 } from "../input/decode-base64.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { objectOf, objectsOf, textOf } from "../json/members.ts";
import type { SbomLicense } from "../sbom-component.ts";
import type { SbomNamedLicense } from "../sbom-document.ts";

/** CycloneDX's `licenseChoice`: any number of licences, or expressions (one until 1.6). */
export function readLicenses(choice: JsonValue | undefined): readonly SbomLicense[] {
  if (choice === undefined) return none;
  return objectsOf(choice).map((item) => {
    const license = isJsonObject(item["license"]) ? item["license"] : item;
    return {
      expression: textOf(license["expression"]) ?? textOf(license["id"]),
      name: textOf(license["name"]),
      acknowledgement: readAcknowledgement(license["acknowledgement"]),
      url: textOf(license["url"]),
      text: license["text"] === undefined ? undefined : readPlainText(objectOf(license["text"])),
    };
  });
}

/** Licences without an SPDX id that `expressionDetails` of a component's licences define. */
export function readExpressionDetails(choice: JsonValue | undefined): readonly SbomNamedLicense[] {
  return objectsOf(choice).flatMap(({ expressionDetails }) =>
    objectsOf(expressionDetails).flatMap((detail) => {
      const id = textOf(detail["licenseIdentifier"]);
      if (id === undefined || !id.startsWith("LicenseRef-")) return [];
      const url = textOf(detail["url"]);
      const text = readPlainText(objectOf(detail["text"]));
      return [{ id, text, urls: url === undefined ? [] : [url] }];
    }),
  );
}

function readAcknowledgement(value: JsonValue | undefined): SbomLicense["acknowledgement"] {
  return value === "declared" || value === "concluded" ? value : undefined;
}

/** The text of an `attachment`; `undefined` where it is of another type than plain text, or not encoded as it says. */
export function readPlainText({ contentType, encoding, content }: JsonObject): string | undefined {
  const text = textOf(content);
  if (text === undefined || !(textOf(contentType) ?? "text/plain").startsWith("text/plain")) {
    return undefined;
  }
  if (encoding !== "base64") return encoding === undefined ? text : undefined;
  try {
    // Tools break it into lines, as MIME does.
    const bytes = decodeBase64(text.replace(/\s+/g, ""));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const none: readonly never[] = Object.freeze([]);
