import type { Descriptor } from "@coppice/image";
import type { BlobStore } from "./blob-store.ts";
import type { ImageStore } from "./image-store.ts";

/** The blobs of an OCI layout. OCI image specification, "OCI Image Layout". */
export function layoutBlobs(store: ImageStore): BlobStore {
  const pathOf = ({ digest }: Descriptor): string => `blobs/${digest.replace(":", "/")}`;
  return {
    name: store.name,
    verified: false,
    holds: (descriptor) => store.holds(pathOf(descriptor)),
    open: (descriptor) => store.open(pathOf(descriptor)),
  };
}
