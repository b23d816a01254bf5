import type { VexJustification } from "./vex-justification.ts";
import type { VexProduct } from "./vex-product.ts";
import type { VexResponse } from "./vex-response.ts";
import type { VexStatus } from "./vex-status.ts";

/** What one vulnerability means for some products. */
export interface VexStatement {
  /** OpenVEX `@id`. */
  readonly id?: string | undefined;
  /** JSON pointer (RFC 6901) of what it was read from, in the document's native form. Empty in statements made by hand. */
  readonly pointer: string;
  readonly vulnerability: VexVulnerability;
  readonly products: readonly VexProduct[];
  readonly status: VexStatus;
  /** The format's own word, where it is another than `status`, such as `first_fixed` or `false_positive`. */
  readonly statusWord?: string | undefined;
  /** How the status came about. */
  readonly notes?: string | undefined;
  /** Why products are not affected. */
  readonly justification?: VexJustification | undefined;
  /** The same in prose: OpenVEX's impact statement, CSAF's threats of category `impact`, CycloneDX's `detail`. */
  readonly impact?: string | undefined;
  /** What to do about it: OpenVEX's action statement, CSAF's remediations, CycloneDX's recommendation. */
  readonly action?: string | undefined;
  /** Kinds of remedy that there are or will be. */
  readonly responses: readonly VexResponse[];
  /** When it was first made, as written; the document's own time where it has none. */
  readonly issued?: string | undefined;
  /** When it was last confirmed or changed, as written; the document's own time where it has none. */
  readonly updated?: string | undefined;
}

/** A vulnerability as a statement names it. */
export interface VexVulnerability {
  /** Such as `CVE-2024-3094`. */
  readonly id: string;
  /** Other names of the same vulnerability. */
  readonly aliases: readonly string[];
  readonly description?: string | undefined;
  /** Who gave it its id, such as `NVD`. */
  readonly source?: string | undefined;
  /** Address of its record: OpenVEX's `@id`, CycloneDX's `source.url`. */
  readonly url?: string | undefined;
  /** Addresses of advisories. */
  readonly references: readonly string[];
  readonly ratings: readonly VexRating[];
}

/** How severe someone takes a vulnerability to be. */
export interface VexRating {
  /** In CycloneDX's words: `CVSSv2`, `CVSSv3`, `CVSSv31`, `CVSSv4`, … */
  readonly method?: string | undefined;
  readonly score?: number | undefined;
  /** In lower case. */
  readonly severity?: string | undefined;
  readonly vector?: string | undefined;
  readonly source?: string | undefined;
}
