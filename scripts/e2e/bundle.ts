import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./execute.ts";

/** An image unpacked for an OCI runtime, with what of its `config.json` is needed to start it. */
export interface Bundle {
  /** Path of the root file system. */
  readonly root: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly uid: number;
  readonly gid: number;
  /** Such as `SIGTERM`. */
  readonly stopSignal: string;
}

/** Unpacks the image in an OCI layout to `folder` with umoci, which also resolves its user by the image's own files. */
export function unpackBundle(layout: string, folder: string): Bundle {
  rmSync(folder, { recursive: true, force: true });
  execute("umoci", ["unpack", "--image", `${layout}:latest`, folder]);
  const config: unknown = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  return {
    root: join(folder, "rootfs"),
    args: texts(member(config, "process", "args")),
    env: texts(member(config, "process", "env")),
    cwd: text(member(config, "process", "cwd")),
    uid: Number(member(config, "process", "user", "uid")),
    gid: Number(member(config, "process", "user", "gid")),
    stopSignal:
      text(member(config, "annotations", "org.opencontainers.image.stopSignal")) || "SIGTERM",
  };
}

function member(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}
