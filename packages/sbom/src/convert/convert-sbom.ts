import { renderCycloneDx } from "../cyclonedx/render-cyclone-dx.ts";
import type { JsonObject } from "../json/json-value.ts";
import { readModel } from "../read-model.ts";
import type { SbomDocument, SbomLoss } from "../sbom-document.ts";
import { SbomError } from "../sbom-error.ts";
import type { SbomEncoding, SbomFormat } from "../sbom-format.ts";
import { nameElements } from "../spdx2/name-elements.ts";
import { renderSpdx2 } from "../spdx2/render-spdx2.ts";
import { renderSpdx3 } from "../spdx3/render-spdx3.ts";
import { writtenEncodings } from "../written-encodings.ts";
import { deriveId } from "./derive-id.ts";
import { dropEncodingMembers } from "./drop-encoding-members.ts";
import { fitCycloneDx } from "./fit-cyclone-dx.ts";
import { fitSpdx2 } from "./fit-spdx2.ts";
import { fitSpdx3 } from "./fit-spdx3.ts";
import { listLosses } from "./list-losses.ts";
import { listTimeLosses } from "./list-time-losses.ts";
import { traceLosses } from "./trace-losses.ts";

/** What {@link convertSbom} makes. */
export interface SbomTarget {
  readonly family: "cyclonedx" | "spdx";
  /** Default: the newest version that is widely read, CycloneDX 1.6 or SPDX 2.3. */
  readonly version?: string;
  /** How it is to be written. Default: as the document is, where the new format can, otherwise JSON. */
  readonly encoding?: SbomEncoding;
}

/** A document in its new format, and what of the old one it does not say. */
export interface ConvertedSbom {
  readonly document: SbomDocument;
  /** Pointers lead into the document that was converted. */
  readonly losses: readonly SbomLoss[];
}

/** What can be written, by family and major version. */
const versions: Readonly<Record<SbomTarget["family"], readonly string[]>> = {
  cyclonedx: ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"],
  spdx: ["2.2", "2.3", "3.0.1"],
};

/**
 * A document in another format or version, with what could not be carried over. Within one family everything is kept that the
 * other version has a place for; between families, whatever the model says: names, versions, purls and other identifiers, hashes,
 * licences, parties, references, properties and relationships. What the new format has no member for is carried
 * in properties, or annotations in SPDX 2, which a conversion back puts in place again.
 *
 * What a document says that its own version does not allow either is left as it is within a family.
 *
 * Ids of components are new where the format does not allow the old ones. A document without an id gets one that is
 * derived from its content, where the format requires one; one without a time says that of 1970.
 *
 * @example
 * ```ts
 * import { convertSbom, parseSbom } from "@coppice/sbom";
 *
 * const { document } = await convertSbom(
 *   parseSbom('{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a"}]}'),
 *   { family: "spdx", version: "2.3" },
 * );
 * document.native["spdxVersion"]; // => "SPDX-2.3"
 * ```
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where the family or version is not written, `ENCODING_UNSUPPORTED` where
 * it is not written so.
 */
export async function convertSbom(
  document: SbomDocument,
  target: SbomTarget,
): Promise<ConvertedSbom> {
  const { family, version = family === "cyclonedx" ? "1.6" : "2.3" } = target;
  if (!Object.hasOwn(versions, family)) {
    throw new SbomError(
      "VERSION_UNSUPPORTED",
      `the family ${family} is not written; take one of ${Object.keys(versions).join(", ")}`,
    );
  }
  if (!versions[family].includes(version)) {
    throw new SbomError(
      "VERSION_UNSUPPORTED",
      `${family} ${version} is not written; take one of ${versions[family].join(", ")}`,
    );
  }
  const written = writtenEncodings({ family, version });
  const own = written.includes(document.format.encoding) ? document.format.encoding : written[0];
  const encoding = target.encoding ?? own ?? "json";
  if (!written.includes(encoding)) {
    throw new SbomError(
      "ENCODING_UNSUPPORTED",
      `${family} ${version} is not written as ${encoding}; take one of ${written.join(", ")}`,
    );
  }
  const format = { family, version, encoding };
  const sameEncoding = encoding === document.format.encoding && family === document.format.family;
  const plain = sameEncoding ? nothingDropped(document) : dropEncodingMembers(document);
  const made = await makeNative({ ...document, native: plain.native }, format);
  const model = readModel(format, made.native, () => {});
  return {
    document: { ...model, format, native: made.native, envelopes: [], problems: [] },
    losses: [...plain.losses, ...made.losses],
  };
}

interface Made {
  readonly native: JsonObject;
  readonly losses: readonly SbomLoss[];
}

function nothingDropped({ native }: SbomDocument): Made {
  return { native, losses: [] };
}

async function makeNative(document: SbomDocument, target: SbomFormat): Promise<Made> {
  const { family, version } = target;
  const { format, native } = document;
  const sameKind =
    format.family === family && (family === "cyclonedx" || format.version[0] === version[0]);
  if (sameKind) {
    if (format.version === version) return nothingDropped(document);
    if (family === "cyclonedx") return fitCycloneDx(native, version, format);
    return version.startsWith("2") ? fitSpdx2(native, version, format) : fitSpdx3(native);
  }
  const namespace = await deriveId(native);
  const words = `${family === "cyclonedx" ? "CycloneDX" : "SPDX"} ${version}`;
  const losses = [...listLosses(document, words)];
  if (family === "cyclonedx") {
    const made = renderCycloneDx(document);
    const fitted = await fitCycloneDx(made, version);
    const pointers = new Map(document.components.map(({ ref, pointer }) => [ref, pointer]));
    return {
      native: fitted.native,
      losses: [...losses, ...traceLosses(fitted.losses, made, pointers)],
    };
  }
  losses.push(...listTimeLosses(document));
  if (version.startsWith("3")) return { native: renderSpdx3(document, { namespace }), losses };
  const made = renderSpdx2(document, { namespace, version });
  const fitted = await fitSpdx2(made, version);
  const names = nameElements(document.components.map(({ ref }) => ref));
  const pointers = new Map(
    document.components.map(({ ref, pointer }) => [names.get(ref) ?? ref, pointer]),
  );
  return {
    native: fitted.native,
    losses: [...losses, ...traceLosses(fitted.losses, made, pointers)],
  };
}
