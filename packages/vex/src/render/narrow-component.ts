import { parseLoosePurl, renderPurl } from "@coppice/purl";
import { bindVersion } from "../cpe/bind-version.ts";
import type { VexComponent } from "../vex-product.ts";

/** A component in another version than it has, in its identifiers too. Hashes are those of the version that it has. */
export function narrowComponent(component: VexComponent, version: string): VexComponent {
  return {
    ...component,
    version,
    versions: [],
    ranges: [],
    hashes: [],
    purls: component.purls.flatMap((text) => withVersion(text, version)),
    cpes: component.cpes.flatMap((text) => bindVersion(text, version)),
  };
}

/** A component whose version, if any, is in those identifiers too that leave it open. */
export function pinComponent(component: VexComponent): VexComponent {
  const { version } = component;
  if (version === undefined) return component;
  return {
    ...component,
    purls: component.purls.flatMap((text) =>
      parseLoosePurl(text).purl?.version === undefined ? withVersion(text, version) : text,
    ),
    cpes: component.cpes.map((text) => bindVersion(text, version)[0] ?? text),
  };
}

function withVersion(text: string, version: string): readonly string[] {
  const { purl, fault } = parseLoosePurl(text);
  return purl === undefined || fault !== undefined ? [] : [renderPurl({ ...purl, version })];
}
