/**
 * How an image wants to be run: the `config` object of an OCI image configuration, unknown members kept.
 * See the OCI image specification, "OCI Image Configuration".
 */
export interface ImageConfig {
  readonly User?: string;
  readonly ExposedPorts?: { readonly [port: string]: unknown };
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: { readonly [path: string]: unknown };
  readonly WorkingDir?: string;
  readonly Labels?: { readonly [name: string]: string };
  readonly StopSignal?: string;
  readonly Healthcheck?: ImageHealthcheck;
  readonly Shell?: readonly string[];
  readonly [member: string]: unknown;
}

/** Docker's health check of a container; times in nanoseconds. */
export interface ImageHealthcheck {
  /** `["CMD", …]`, `["CMD-SHELL", line]` or `["NONE"]`. */
  readonly Test?: readonly string[];
  readonly [member: string]: unknown;
}
