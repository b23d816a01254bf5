import type { SbomFormat } from "../sbom-format.ts";

/** What content was recognised as. */
export type Identity =
  | { readonly kind: "sbom"; readonly format: SbomFormat }
  | {
      readonly kind: "envelope";
      readonly envelope: "dsse" | "sigstore-bundle" | "in-toto" | "github";
    }
  /** No SBOM; what it is, or that it is nothing known, completes the sentence "The document is …". */
  | { readonly kind: "other"; readonly what: string };
