import type { SbomEncoding, SbomFormat } from "./sbom-format.ts";

/** How a format is written, the usual way first. */
export function writtenEncodings({
  family,
  version,
}: Pick<SbomFormat, "family" | "version">): readonly SbomEncoding[] {
  switch (family) {
    case "cyclonedx":
      if (version === "1.0" || version === "1.1") return ["xml"];
      // CycloneDX has messages for protocol buffers since 1.3.
      return version === "1.2" || version === "2.0" ? ["json", "xml"] : ["json", "xml", "protobuf"];
    case "spdx":
      return version.startsWith("3") ? ["json"] : ["json", "tag-value", "yaml"];
    case "syft":
      return ["json"];
  }
}
