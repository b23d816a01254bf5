import { Models } from "@cyclonedx/cyclonedx-library";

/** Properties in Coppice's namespace from those facts that are known, in the order given. */
export function componentProperties(
  facts: Readonly<Record<string, string | undefined>>,
): Models.PropertyRepository {
  const properties = new Models.PropertyRepository();
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined) properties.add(new Models.Property(`coppice:${name}`, value));
  }
  return properties;
}
