import type { MavenCoordinates } from "./maven-coordinates.ts";
import type { Pom } from "./parse-pom.ts";

/** A Java archive, or a folder that one was unpacked to, with what it says of itself. */
export interface JarFile {
  /** Path in the file system of the file that it is, or is in. */
  readonly file: string;
  /** That path, with `!/` and the name within for each archive on the way. */
  readonly place: string;
  /** Its own file name. */
  readonly name: string;
  /** Main attributes by name in lower case. */
  readonly manifest: ReadonlyMap<string, string>;
  /** What Maven left of its artifact, and of each that was merged into it. */
  readonly poms: readonly JarPom[];
  /** Folders that have classes in them, up to three names deep. */
  readonly classFolders: ReadonlySet<string>;
  /** The archives in it. */
  readonly nested: readonly JarFile[];
}

/** What a folder `META-INF/maven/GROUP/ARTIFACT` holds. */
export interface JarPom {
  readonly folder: string;
  readonly coordinates: MavenCoordinates;
  readonly pom?: Pom;
}

/** Where a folder of Maven's is: in the archive, or in the file system where that was unpacked. */
export function placeOfPom({ place }: JarFile, { folder }: JarPom): string {
  return folder.startsWith("/") ? folder : `${place}!/${folder}`;
}

/** Endings of Java's archives: libraries, applications, plug-ins and modules of application servers. */
const endings: ReadonlySet<string> = new Set(
  "jar war ear rar sar par kar har jpi hpi aar nar lpkg mar jmod".split(" "),
);

/** Whether a name ends as a Java archive's. */
export function isArchiveName(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && name.length - dot <= 5 && endings.has(name.slice(dot + 1).toLowerCase());
}
