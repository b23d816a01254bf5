import type { MavenCoordinates } from "./maven-coordinates.ts";

/** Words that belong to a version when they stand between its numbers. */
const versionWords =
  /^(?:alpha|beta|b|rc|cr|m|ga|sp|snapshot|final|release|build|rev|r|preview|incubating|jre|jdk|android|hadoop|hbase)$/i;

/**
 * Artifact and version of a JAR's file name, `ARTIFACT-VERSION.jar`: the version begins at the last `-` before a digit that
 * has more of the name after it than words of a version, such as in `log4j-1.2-api-2.17.1`. A name without a version is an
 * artifact.
 *
 * @example
 * ```ts
 * import { splitJarName } from "@coppice/inventory";
 *
 * splitJarName("guava-33.1.0-jre.jar"); // => { artifact: "guava", version: "33.1.0-jre" }
 * splitJarName("log4j-1.2-api-2.17.1.jar"); // => { artifact: "log4j-1.2-api", version: "2.17.1" }
 * splitJarName("app.war"); // => { artifact: "app" }
 * ```
 */
export function splitJarName(fileName: string): MavenCoordinates {
  const dot = fileName.lastIndexOf(".");
  const stem = dot > 0 ? fileName.slice(0, dot) : fileName;
  const parts = stem.split("-");
  const first = parts.findIndex((part, index) => index > 0 && startsWithDigit(part));
  if (first < 0) return { artifact: stem };
  let start = first;
  let sawName = false;
  for (let index = first + 1; index < parts.length; index++) {
    const part = parts[index] ?? "";
    if (startsWithDigit(part)) {
      if (sawName) start = index;
      sawName = false;
    } else {
      sawName ||= /^[A-Za-z]+$/.test(part) && !versionWords.test(part);
    }
  }
  return { artifact: parts.slice(0, start).join("-"), version: parts.slice(start).join("-") };
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}
