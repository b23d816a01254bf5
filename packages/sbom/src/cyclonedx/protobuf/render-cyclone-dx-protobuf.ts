import type { JsonObject } from "../../json/json-value.ts";
import type { SbomLoss } from "../../sbom-document.ts";
import { SbomError } from "../../sbom-error.ts";
import { rootProtoMessage } from "./proto-messages.ts";
import { writeProtoMessage } from "./write-proto-message.ts";

/** A document in protocol buffers, and what of it they cannot hold. */
export interface RenderedCycloneDxProtobuf {
  readonly bytes: Uint8Array;
  readonly losses: readonly SbomLoss[];
}

/**
 * A native CycloneDX document in protocol buffers of its version, 1.3 to 1.7: fields in the order of their numbers, then
 * what `$protobuf` kept. What they have no place for is left out and reported. An empty list comes back absent, and a
 * timestamp in UTC; that is not reported, since it means the same. The same document always gives the same bytes.
 *
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where CycloneDX `version` has no protocol buffers.
 */
export function renderCycloneDxProtobuf(
  document: JsonObject,
  version: string,
): RenderedCycloneDxProtobuf {
  const message = rootProtoMessage(version);
  if (message === undefined) {
    throw new SbomError(
      "VERSION_UNSUPPORTED",
      `CycloneDX ${version} has no protocol buffers; choose a version from 1.3 to 1.7`,
    );
  }
  const losses: SbomLoss[] = [];
  const { $schema, bomFormat = "CycloneDX", specVersion = version, ...object } = document;
  if (bomFormat !== "CycloneDX")
    losses.push({ pointer: "/bomFormat", reason: "it becomes CycloneDX" });
  if (specVersion !== version)
    losses.push({ pointer: "/specVersion", reason: `it becomes ${version}` });
  const bytes = writeProtoMessage({ ...object, specVersion: version }, message, version, losses);
  return { bytes, losses };
}
