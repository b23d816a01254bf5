import type { Digest } from "./digest.ts";

/** One thing that a process did, a notice that some were missed, or what the source says of the image. */
export type RuntimeEvent = FileEvent | NetworkEvent | ProcessEvent | LostEvents | ImageEvent;

/** A use that a source can show. */
export type SeenKind = FileEvent["kind"] | NetworkEvent["kind"];

/** What every event says. */
export interface EventOrigin {
  /** Where its record begins in the log, in bytes. */
  readonly offset: number;
  /** Seconds since 1970, or since an unknown start when the log has no dates. */
  readonly time?: number;
  readonly process: EventProcess;
}

/** The process that did it. */
export interface EventProcess {
  readonly pid: number;
  /** The process that made it, where the log shows that. */
  readonly parent?: number;
  /** Path of the program it runs, as it was executed. */
  readonly program?: string;
  /** Id of the container, where the source knows. */
  readonly container?: string;
}

/**
 * Use of a path. `exec`: the kernel ran it. `call`: a runtime ran a function of it. `map`: the kernel mapped it as code.
 * `load`: a runtime compiled or linked it and ran its top level. The others are what their system calls do.
 */
export interface FileEvent extends EventOrigin {
  readonly kind: "exec" | "call" | "map" | "load" | "read" | "open" | "stat" | "write" | "remove";
  readonly path: EventPath;
}

/** Use of the network. */
export interface NetworkEvent extends EventOrigin {
  readonly kind: "connect" | "listen" | "accept";
  /**
   * Address and port (`192.0.2.1:80`, `[::1]:80`), or the path of a socket, with `@` before an abstract one: that of the
   * peer for `connect`, that of the own socket for `listen` and `accept`.
   */
  readonly address: string;
}

/** A process that came or went. */
export interface ProcessEvent extends EventOrigin {
  readonly kind: "start" | "exit";
}

/** The log shows that events are missing; `count` is absent when it does not tell how many. */
export interface LostEvents {
  readonly kind: "lost";
  readonly offset: number;
  readonly code: LossCode;
  readonly count?: number;
  readonly reason: string;
}

/**
 * Why events are missing. `dropped`: the source says that it dropped some (buffers full, throttled). `gap`: numbers that
 * the source counts up are missing. `late-start`: it began after the process did. `detached`: it stopped before the
 * process did. `cut`: the log ends within a record. `unseen-exec`: a process did something and the log does not show how it
 * came up. `unfollowed`: a process came up of which the log shows nothing else, not even its end.
 * `io-uring`: a process used io_uring, through which files are opened unseen. `filtered`: the source says that it left
 * kinds of events out.
 */
export type LossCode =
  | "dropped"
  | "gap"
  | "late-start"
  | "detached"
  | "cut"
  | "unseen-exec"
  | "unfollowed"
  | "io-uring"
  | "filtered";

/** The source names the image that the events are of. */
export interface ImageEvent {
  readonly kind: "image";
  readonly offset: number;
  readonly container?: string;
  /** Reference as the source writes it. */
  readonly name?: string;
  /** Digest of the image's manifest or configuration. */
  readonly digest?: Digest;
}

/** A path as the kernel would have seen it, or the reason why that cannot be known. */
export type EventPath = KnownPath | UnknownPath;

/** A path inside the subject. */
export interface KnownPath {
  readonly known: true;
  /** Absolute path in the subject, as given by the program and made absolute; links are not followed yet. */
  readonly path: string;
  /** Where the kernel says it led, when the source shows that. */
  readonly real?: string;
  /** Path inside the archive that `path` names, such as that of a JAR within a JAR; the use is of that member. */
  readonly member?: string;
}

/** A path that cannot be placed. */
export interface UnknownPath {
  readonly known: false;
  /** The text in the log; of a pattern, with `*` for any run of characters but `/` and `**` for any run at all. */
  readonly given: string;
  /**
   * `no-directory`: relative to a folder that the log does not show. `truncated`: the log cut it. `outside`: in another
   * root. `pattern`: the source gives many paths as one. `name`: the source names a module or class and no path.
   */
  readonly reason: "no-directory" | "truncated" | "outside" | "pattern" | "name";
}
