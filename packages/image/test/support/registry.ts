import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./tool.ts";

/** A registry of Debian's package docker-registry that runs until it is stopped. */
export interface TestRegistry {
  /** Host and port. */
  readonly host: string;
  /** A folder that goes when it stops. */
  readonly folder: string;
  /** Folder of what it holds, which another registry may hold as well. */
  readonly storage: string;
  stop(): Promise<void>;
}

/** Starts a registry on a free port of the loopback address; `auth` is that member of its configuration. */
export async function startRegistry(
  more: { readonly auth?: object; readonly storage?: string } = {},
): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "coppice-registry-"));
  const storage = more.storage ?? join(folder, "storage");
  await mkdir(storage, { recursive: true });
  const host = `127.0.0.1:${await freePort()}`;
  const configuration = {
    version: 0.1,
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: host },
    ...(more.auth && { auth: more.auth }),
  };
  // JSON is YAML as well.
  await writeFile(join(folder, "registry.yml"), JSON.stringify(configuration));
  const child = spawn("docker-registry", ["serve", join(folder, "registry.yml")], {
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  while (child.exitCode === null && !(await isUp(host))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (child.exitCode !== null) throw new Error("docker-registry ended at once");
  return {
    host,
    folder,
    storage,
    async stop() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Pushes an image of an OCI layout with skopeo. */
export function push(layout: string, target: string, ...options: readonly string[]): void {
  const copy = ["--insecure-policy", "copy", "-q", "--dest-tls-verify=false", ...options];
  run("skopeo", ...copy, `oci:${layout}`, `docker://${target}`);
}

async function isUp(host: string): Promise<boolean> {
  const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
  await answer?.body?.cancel();
  return answer !== undefined;
}

/** A port of the loopback address that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  server.close();
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("no free port");
}
