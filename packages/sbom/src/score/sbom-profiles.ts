import { bsiTr031832v20 } from "./profiles/bsi-tr-03183-2-v2-0.ts";
import { bsiTr031832v21 } from "./profiles/bsi-tr-03183-2-v2-1.ts";
import { cisa2025Draft } from "./profiles/cisa-2025-draft.ts";
import { cisa2026 } from "./profiles/cisa-2026.ts";
import { euCra } from "./profiles/eu-cra.ts";
import { fsct3 } from "./profiles/fsct-3.ts";
import { ntia2021 } from "./profiles/ntia-2021.ts";
import { openchainTelco11 } from "./profiles/openchain-telco-1-1.ts";
import { owaspScvs } from "./profiles/owasp-scvs.ts";
import type { SbomProfile } from "./sbom-profile.ts";

/** Every profile that this package knows. */
export const sbomProfiles: readonly SbomProfile[] = [
  ntia2021,
  cisa2025Draft,
  cisa2026,
  bsiTr031832v20,
  bsiTr031832v21,
  fsct3,
  openchainTelco11,
  ...owaspScvs,
  euCra,
];
