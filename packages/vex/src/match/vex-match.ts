import type { VexProduct } from "../vex-product.ts";
import type { VexStatement } from "../vex-statement.ts";
import type { VexStatus } from "../vex-status.ts";
import type { VexIdentity } from "./find-components.ts";

/** What statements say of the components of an SBOM. */
export interface VexMatch {
  /** Those of which anything is said, in the order of the SBOM. */
  readonly components: readonly MatchedComponent[];
  /** Statements that are about none of the components. */
  readonly unmatched: readonly VexPlace[];
  /** Positions of documents of which a later edition is there too; their statements are not looked at. */
  readonly superseded: readonly number[];
}

/** A component of which something is said. */
export interface MatchedComponent {
  /** Its ref in the SBOM. */
  readonly ref: string;
  /** In the order of the first statement about each. */
  readonly vulnerabilities: readonly MatchedVulnerability[];
}

/** What one vulnerability means for one component. */
export interface MatchedVulnerability {
  /** As the statement in effect names it. */
  readonly id: string;
  /** That of the statement in effect. */
  readonly status: VexStatus;
  /** In the order in which they take effect, the more cautious of the same time after the others: the last one is in effect. */
  readonly applied: readonly AppliedStatement[];
  /** Those that say otherwise and that their author has not replaced: of another author, or of the same time. */
  readonly conflicts: readonly AppliedStatement[];
}

/** Where a statement stands. */
export interface VexPlace {
  /** Position of the document among those given. */
  readonly document: number;
  /** Position of the statement in it. */
  readonly statement: number;
}

/** A statement that applies to a component. */
export interface AppliedStatement extends VexPlace {
  readonly said: VexStatement;
  readonly product: VexProduct;
  /** By what the component was recognised. */
  readonly by: VexIdentity;
}
