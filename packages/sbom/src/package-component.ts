import type { Package } from "@coppice/types";
import { Enums, Models } from "@cyclonedx/cyclonedx-library";
import { componentHashes } from "./component-hashes.ts";
import { componentLicenses } from "./component-licenses.ts";
import { componentProperties } from "./component-properties.ts";
import type { PackageUse } from "./package-use.ts";

/** The component of one package; its reference is the package's id. */
export function packageComponent(item: Package, use: PackageUse = {}): Models.Component {
  const { group, name } = splitName(item);
  return new Models.Component(Enums.ComponentType.Library, name, {
    bomRef: item.id,
    group,
    version: item.version,
    description: item.description,
    supplier: item.supplier ? new Models.OrganizationalEntity({ name: item.supplier }) : undefined,
    // CycloneDX says of `optional`: not installed, hence not able to be called.
    scope: item.presence === "declared" ? Enums.ComponentScope.Optional : undefined,
    hashes: componentHashes(item.digests ?? []),
    licenses: componentLicenses(item.licenses),
    purl: item.purl,
    properties: componentProperties({
      ecosystem: item.ecosystem,
      architecture: item.architecture,
      location: item.location,
      layer: item.layer,
      "source:name": item.source?.name,
      "source:version": item.source?.version,
      ownedBy: item.ownedBy,
      foundBy: item.foundBy,
      "evidence:workload": use.workload,
      "evidence:client": use.client,
    }),
  });
}

/** An npm scope is the group of its packages, as in CycloneDX's own tools. */
function splitName({ ecosystem, name }: Package): { group?: string; name: string } {
  const slash = name.indexOf("/");
  return ecosystem === "npm" && name.startsWith("@") && slash > 0
    ? { group: name.slice(0, slash), name: name.slice(slash + 1) }
    : { name };
}
