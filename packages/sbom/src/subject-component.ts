import type { Bom, Evidence, Subject } from "@coppice/types";
import { Enums, Models } from "@cyclonedx/cyclonedx-library";
import { componentHashes } from "./component-hashes.ts";
import { componentProperties } from "./component-properties.ts";

/** The reference of the component that {@link systemComponent} gives. */
export const systemReference = "operating-system";

/** The component that the document is about; its reference is its digest. */
export function subjectComponent(
  { subject, problems }: Bom,
  evidence: Evidence | undefined,
): Models.Component {
  return new Models.Component(Enums.ComponentType.Container, subject.name, {
    bomRef: subject.digest,
    version: subject.digest,
    hashes: componentHashes([subject.digest]),
    properties: componentProperties({
      architecture: subject.architecture,
      problems: problems.length > 0 ? String(problems.length) : undefined,
      "evidence:units": evidence && String(evidence.units.length),
    }),
  });
}

/** The operating system of `subject`, where it says one. */
export function systemComponent({ distribution }: Subject): Models.Component | undefined {
  return (
    distribution &&
    new Models.Component(Enums.ComponentType.OperatingSystem, distribution.id, {
      bomRef: systemReference,
      version: distribution.version,
      description: distribution.name,
    })
  );
}

/** What made the bill of materials. */
export function toolComponent({ tool: { name, version } }: Bom): Models.Component {
  return new Models.Component(Enums.ComponentType.Application, name, { version });
}
