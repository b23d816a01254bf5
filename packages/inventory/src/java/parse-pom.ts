import { isCoordinate, type MavenCoordinates } from "./maven-coordinates.ts";
import { parseXml, type XmlElement } from "./parse-xml.ts";

/** What the inventory needs of a `pom.xml`. */
export interface Pom {
  readonly coordinates: MavenCoordinates;
  readonly dependencies: readonly PomDependency[];
  /** Names of its licences, or their addresses where they have none. */
  readonly licenses: readonly string[];
  readonly description?: string;
  readonly organization?: string;
}

/** A dependency of a `pom.xml`, without a version where a parent gives it. */
export interface PomDependency extends MavenCoordinates {
  readonly group: string;
  /** `compile` unless another is said. */
  readonly scope: string;
  readonly optional: boolean;
}

/** How often a property may lead to another. */
const maximumSteps = 16;
/** Longer texts are no coordinates; a few properties that repeat each other would grow without bound. */
const maximumText = 256;

/**
 * A Maven project file, with its own properties filled in; parents are elsewhere and are not read. `undefined` where it is
 * no XML, or no project with an artifact's name. See Maven's "POM reference".
 *
 * @example
 * ```ts
 * import { parsePom } from "@coppice/inventory";
 *
 * const text = `<project><parent><groupId>org.example</groupId><version>1.2</version></parent>
 *   <artifactId>core</artifactId><licenses><license><name>MIT</name></license></licenses></project>`;
 * const pom = parsePom(new TextEncoder().encode(text));
 * pom?.coordinates; // => { group: "org.example", artifact: "core", version: "1.2" }
 * pom?.licenses; // => ["MIT"]
 * ```
 */
export function parsePom(bytes: Uint8Array): Pom | undefined {
  const project = parseXml(decode(bytes));
  if (project?.name !== "project") return undefined;
  const fill = createFill(project);
  const parent = child(project, "parent");
  const artifact = fill(textAt(project, "artifactId"));
  if (!isCoordinate(artifact)) return undefined;
  const group = fill(textAt(project, "groupId") ?? textAt(parent, "groupId"));
  const version = fill(textAt(project, "version") ?? textAt(parent, "version"));
  const description = oneLine(textAt(project, "description"));
  const organization = oneLine(textAt(child(project, "organization"), "name"));
  return {
    coordinates: {
      ...(isCoordinate(group) && { group }),
      artifact,
      ...(isCoordinate(version) && { version }),
    },
    dependencies: childrenAt(project, "dependencies", "dependency").flatMap((element) =>
      toDependency(element, fill),
    ),
    licenses: childrenAt(project, "licenses", "license").flatMap((element) => {
      const name = oneLine(textAt(element, "name") ?? textAt(element, "url"));
      return name === undefined ? [] : [name];
    }),
    ...(description !== undefined && { description }),
    ...(organization !== undefined && { organization }),
  };
}

function toDependency(element: XmlElement, fill: Fill): PomDependency[] {
  const group = fill(textAt(element, "groupId"));
  const artifact = fill(textAt(element, "artifactId"));
  if (!isCoordinate(group) || !isCoordinate(artifact)) return [];
  const version = fill(textAt(element, "version"));
  const classifier = fill(textAt(element, "classifier"));
  return [
    {
      group,
      artifact,
      // A range has brackets and commas; a variable that a parent fills in says nothing.
      ...(version !== undefined && !version.includes("${") && { version }),
      ...(isCoordinate(classifier) && { classifier }),
      scope: fill(textAt(element, "scope")) ?? "compile",
      optional: fill(textAt(element, "optional")) === "true",
    },
  ];
}

/** The current name of the project's own values, and two older ones. */
const prefixes = ["project.", "pom.", ""];

type Fill = (text: string | undefined) => string | undefined;

/** Puts the project's own properties in the place of `${name}`. */
function createFill(project: XmlElement): Fill {
  const values = new Map<string, string>();
  for (const { name, text } of child(project, "properties")?.children ?? []) {
    if (text.length <= maximumText) values.set(name, text.trim());
  }
  const parent = child(project, "parent");
  for (const name of ["groupId", "artifactId", "version"]) {
    const inherited = textAt(parent, name);
    const own = textAt(project, name) ?? (name === "artifactId" ? undefined : inherited);
    for (const prefix of own === undefined ? [] : prefixes) {
      if (prefix !== "" || !values.has(name)) values.set(`${prefix}${name}`, own ?? "");
    }
    if (inherited !== undefined) values.set(`project.parent.${name}`, inherited);
  }
  return (text) => {
    let filled = text;
    for (let step = 0; step < maximumSteps && filled?.includes("${"); step++) {
      if (filled.length > maximumText) break;
      const next = filled.replace(
        /\$\{([^${}]{1,200})\}/g,
        (whole, name: string) => values.get(name) ?? whole,
      );
      if (next === filled) break;
      filled = next;
    }
    return filled;
  };
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => each.name === name);
}

function childrenAt(element: XmlElement, list: string, name: string): readonly XmlElement[] {
  return child(element, list)?.children.filter((each) => each.name === name) ?? [];
}

/** The trimmed text of a child; `undefined` where there is none or it is empty. */
function textAt(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text.trim() || undefined;
}

function oneLine(text: string | undefined): string | undefined {
  return text?.split(/\s+/).join(" ");
}

/** In the encoding that the document declares, where there is such a one. See XML 1.0, appendix F. */
function decode(bytes: Uint8Array): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 100));
  const [, label = "utf-8"] =
    /^<\?xml[^>]{0,60}encoding=["']([A-Za-z0-9._-]{1,30})["']/.exec(head) ?? [];
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
