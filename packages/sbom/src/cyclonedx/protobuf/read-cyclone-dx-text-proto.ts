import { SbomError } from "../../sbom-error.ts";
import { defaultSbomLimits, type SbomLimits } from "../../sbom-limits.ts";
import type { NativeCycloneDx } from "../xml/native-cyclone-dx.ts";
import { encodeTextProto } from "./encode-text-proto.ts";
import { guardProtobuf } from "./guard-protobuf.ts";
import { rootProtoMessage } from "./proto-messages.ts";
import { readProtoMessage } from "./read-proto-message.ts";

/**
 * The native JSON form of a CycloneDX document in the text format of protocol buffers, as {@link readCycloneDxProtobuf}
 * gives it. Without `version` it is the one that the document states in `spec_version`.
 *
 * @throws An {@link SbomError} with code `PROTOBUF_INVALID` where the text is no such message, also where it has a field
 * twice or two of a choice; `VERSION_UNSUPPORTED` where its version is not from 1.3 to 1.7; `DOCUMENT_TOO_DEEP` or
 * `TOO_MANY_ITEMS` past a limit.
 */
export function readCycloneDxTextProto(
  text: string,
  limits: Pick<SbomLimits, "depth" | "items"> = defaultSbomLimits,
  version?: string,
): NativeCycloneDx {
  const stated =
    version ?? /^[\t ]*spec_version[\t ]*:[\t ]*["']([^"']{0,16})["']/m.exec(text)?.[1] ?? "";
  const message = rootProtoMessage(stated);
  if (message === undefined) {
    throw new SbomError(
      "VERSION_UNSUPPORTED",
      `the text states "${stated}" as its version; CycloneDX has protocol buffers of 1.3 to 1.7`,
    );
  }
  const bytes = encodeTextProto(text, message, limits);
  return { version: stated, ...guardProtobuf(() => readProtoMessage(bytes, message, limits)) };
}
