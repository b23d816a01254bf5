/** One thing that a process did, or a notice that some were missed. */
export type RuntimeEvent = FileEvent | NetworkEvent | ProcessEvent | LostEvents;

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

/** Use of a path. */
export interface FileEvent extends EventOrigin {
  readonly kind: "exec" | "map" | "read" | "open" | "stat" | "write" | "remove";
  readonly path: EventPath;
}

/** Use of the network. */
export interface NetworkEvent extends EventOrigin {
  readonly kind: "connect" | "listen";
  /** Address and port, or the path of a socket, as the log writes it. */
  readonly address: string;
}

/** A process that came or went. */
export interface ProcessEvent extends EventOrigin {
  readonly kind: "start" | "exit";
}

/** The source says that it missed events; `count` is absent when it does not know how many. */
export interface LostEvents {
  readonly kind: "lost";
  readonly offset: number;
  readonly count?: number;
  readonly reason: string;
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
}

/** A path that cannot be placed. */
export interface UnknownPath {
  readonly known: false;
  /** The text in the log. */
  readonly given: string;
  /** `no-directory`: relative to a folder that the log does not show; `truncated`: the log cut it; `outside`: in another root. */
  readonly reason: "no-directory" | "truncated" | "outside";
}
