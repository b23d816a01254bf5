import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { SbomError } from "../../sbom-error.ts";
import { defaultSbomLimits, type SbomLimits } from "../../sbom-limits.ts";
import type { NativeCycloneDx } from "../xml/native-cyclone-dx.ts";
import { guardProtobuf } from "./guard-protobuf.ts";
import { rootProtoMessage } from "./proto-messages.ts";
import { readProtoMessage } from "./read-proto-message.ts";

/**
 * The native JSON form of a CycloneDX document in protocol buffers of version 1.3 to 1.7: the object that the official
 * JSON Schema of its version describes. Timestamps come in UTC. Fields that are unknown, or whose value JSON has no place
 * for, survive under `$protobuf` of the object where they stood: `unknown` holds them as they are, in base64; `inner` those
 * of a message whose members are the object's; `as` names the field of a choice where the members do not tell. What the
 * document lacks that JSON asks for is a problem.
 *
 * @throws An {@link SbomError} with code `PROTOBUF_INVALID` where the bytes are no such message, `VERSION_UNSUPPORTED` where
 * it states no version from 1.3 to 1.7, `DOCUMENT_TOO_DEEP` or `TOO_MANY_ITEMS` past a limit.
 */
export function readCycloneDxProtobuf(
  bytes: Uint8Array,
  limits: Pick<SbomLimits, "depth" | "items"> = defaultSbomLimits,
): NativeCycloneDx {
  return guardProtobuf(() => {
    const version = versionOf(bytes);
    const message = rootProtoMessage(version);
    if (message === undefined) {
      throw new SbomError(
        "VERSION_UNSUPPORTED",
        `the message states "${version.slice(0, 16)}" as its version; CycloneDX has protocol buffers of 1.3 to 1.7`,
      );
    }
    return { version, ...readProtoMessage(bytes, message, limits) };
  });
}

/** The version that the message states in its first field; empty where it states none. */
function versionOf(bytes: Uint8Array): string {
  const reader = new BinaryReader(bytes);
  let version = "";
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (number === 1 && type === WireType.LengthDelimited) version = reader.string(true);
    else reader.skip(type, number);
  }
  return version;
}
