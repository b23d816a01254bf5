import type { EventPath } from "@coppice/types";
import { headLines } from "../lines/head-lines.ts";
import type { LineSink } from "../lines/read-lines.ts";
import { type MixedLineReader, readMixedLines } from "../lines/read-mixed-lines.ts";
import type { LogFormat } from "../log-format.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { classOrigin } from "./class-origin.ts";
import { type ClassLine, readClassLine } from "./read-class-line.ts";

/**
 * Reads what a JVM writes with `-Xlog:class+load`, with any decorations, or with `-verbose:class`, which has a form of its
 * own in Java 8 and in Eclipse OpenJ9, to a file or among the program's output: a `load` of the archive, or of the file in
 * a folder, that each class came from. A JAR within a JAR is a member of it.
 *
 * A class of Java's runtime image is a use of its module by name, such as `jrt:/java.sql`, or `jrt:/` when the log does not
 * tell which. Of other classes that come from class data sharing the log shows no more than their names;
 * `-Xshare:off` makes it show where they are. Neither does it show more of a class that a program's own loader defined
 * without a source. Classes that were made at run time by the JVM give no event.
 *
 * @example
 * ```ts
 * import { jvmClassLoad } from "@coppice/trace";
 *
 * const log = `[0.049s][info][class,load] java.lang.Object source: shared objects file
 * [0.412s][info][class,load] org.yaml.Yaml source: jar:file:/app.jar!/BOOT-INF/lib/yaml-2.2.jar!/
 * `;
 * const uses: (string | undefined)[] = [];
 * for await (const batch of jvmClassLoad.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind !== "load") continue;
 *     const { path } = event;
 *     uses.push(...(path.known ? [path.path, path.member] : [path.given]));
 *   }
 * }
 * uses; // => ["jrt:/", "/app.jar", "BOOT-INF/lib/yaml-2.2.jar"]
 * ```
 */
export const jvmClassLoad: LogFormat = {
  name: "jvm-class-load",
  title: "-Xlog:class+load of Java 9 and later, -verbose:class of Java 8 and Eclipse OpenJ9",
  shows: ["load"],
  ecosystems: ["maven"],
  blindSpots: [
    "from which file a class came that is in an archive of class data sharing (CDS, AOT cache), unless it is Java's own",
    "from which file a class came, if from any, that a loader of the program's own defined without saying so",
    "whether a method of a loaded class was called",
    "which other files were read, resources of a JAR among them, and which native libraries were loaded",
    "what processes do that were started without the option, programs that are no Java, and native images of GraalVM",
    "who did it: the log does not tell the process",
  ],
  record: "java -Xshare:off -Xlog:class+load:file=class-load.log -jar app.jar",
  recognises(head) {
    for (const { line, whole } of headLines(head)) {
      const found = whole ? readClassLine(line) : undefined;
      if (found && tellsOrigin(found)) return true;
    }
    return false;
  },
  read: (chunks, options = {}) =>
    readMixedLines(chunks, options, "the JVM's loading of classes", (sink) =>
      followClasses(sink, options),
    ),
};

/** Whether a line is of a JVM: others write `config source: file:/etc/app`, too. */
function tellsOrigin({ name, source }: ClassLine): boolean {
  const { kind } = classOrigin(source);
  if (kind === "shared" || kind === "image") return true;
  return (kind === "archive" || kind === "folder") && name.includes(".");
}

/** Sources that are kept with what they mean. */
const sourcesKept = 65_536;

function followClasses(sink: LineSink, { imageRoot }: ReadLogOptions): MixedLineReader {
  const places = createRecordedPlaces({ imageRoot, inside: true });
  const process = { pid: 0 };
  const sources = new Map<string, SourcePath>();
  let form: ClassLine["form"] | undefined;

  function sourcePath(source: string): SourcePath {
    const origin = classOrigin(source);
    switch (origin.kind) {
      case "archive": {
        const path = places.place(origin.path);
        const { member } = origin;
        return path.known && member !== undefined ? { ...path, member } : path;
      }
      case "folder":
        return (name) =>
          isMade(name)
            ? undefined
            : places.place(`${origin.path}${name.replaceAll(".", "/")}.class`);
      case "image":
      case "elsewhere":
        return named(origin.url);
      case "shared":
        return (name) => {
          if (isOfJava(name)) return named("jrt:/");
          return isMade(name) ? undefined : named(name);
        };
      case "untold":
        return (name) => (isOfJava(name) || isMade(name) ? undefined : named(name));
      case "nowhere":
        return () => undefined;
    }
  }

  return {
    line(cursor, offset) {
      const found = readClassLine(cursor);
      // The program may write what looks like a line of another form; that is easy without decorations.
      if (found === undefined) return "foreign";
      if (form !== undefined && form !== "bare" && found.form !== form) return "foreign";
      let source = sources.get(found.source);
      if (source === undefined) {
        source = sourcePath(found.source);
        if (sources.size === sourcesKept) sources.clear();
        sources.set(found.source, source);
      }
      const path = typeof source === "function" ? source(found.name) : source;
      if (path === undefined) return form === undefined ? "foreign" : "ignored";
      form = found.form;
      const { time } = found;
      sink.emit({ kind: "load", offset, ...(time !== undefined && { time }), process, path });
      return "read";
    },
  };
}

/** The path of every class of a source, or how to find that of one; `undefined` when a class came from no file. */
type SourcePath = EventPath | ((name: string) => EventPath | undefined);

function named(given: string): EventPath {
  return { known: false, given, reason: "name" };
}

/** Whether a class was made at run time: it is named by a number, or is a proxy of `java.lang.reflect`. */
function isMade(name: string): boolean {
  const last = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(".")) + 1);
  return /^(?:[0-9]|\$Proxy[0-9]+$)/.test(last);
}

/** Whether a class is in one of the packages that are Java's own, in which no other code is. */
function isOfJava(name: string): boolean {
  return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
}
