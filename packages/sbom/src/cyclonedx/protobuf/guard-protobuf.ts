import { isCoppiceError } from "@coppice/types";
import { SbomError } from "../../sbom-error.ts";

/** What `read` gives; an error of the wire format becomes one with code `PROTOBUF_INVALID`. */
export function guardProtobuf<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (isCoppiceError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SbomError(
      "PROTOBUF_INVALID",
      `this is no CycloneDX message: ${reason}; check that it is whole`,
      { cause: error },
    );
  }
}
