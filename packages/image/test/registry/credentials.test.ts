import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { RegistryCredentials } from "@coppice/image";
import type { OpenRegistryImageOptions } from "@coppice/image/node";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { collectText, tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { temporaryFolder } from "../support/layout.ts";
import { startProxy } from "../support/proxy.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";
import {
  hasRegistry,
  type ImageRegistry,
  openFrom,
  refusalOf,
  startImageRegistry,
} from "../support/registry-image.ts";

const layer = await tarOf([[entry("/motd"), "hello"]]);

/** `htpasswd -Bbn user secret:word`. */
const userLine = "user:$2y$05$KUAMBfxggkcC5jPEqyh5r.SXYxnDt13KPwusuer6qmen8n1ingat2";
const user: RegistryCredentials = { kind: "password", username: "user", password: "secret:word" };
const basic = Buffer.from("user:secret:word").toString("base64");

/** The same image without a question. */
let open: ImageRegistry;

async function expectOpens(reference: string, options: OpenRegistryImageOptions = {}) {
  const image = await openFrom(reference, options);
  expect(await collectText(image.tree.read("/motd"))).toBe("hello");
}

/** Makes the environment one in which only `files`, by path in the home folder, tell of credentials. */
async function atHome(files: { readonly [path: string]: object }): Promise<string> {
  const home = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(home, path, ".."), { recursive: true });
    await writeFile(join(home, path), JSON.stringify(content));
  }
  vi.stubEnv("HOME", home);
  for (const name of ["DOCKER_CONFIG", "XDG_CONFIG_HOME", "REGISTRY_AUTH_FILE"]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv("XDG_RUNTIME_DIR", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  return home;
}

/** A credential helper in the path that runs `script`. */
async function withHelper(name: string, script: string): Promise<void> {
  const folder = await temporaryFolder();
  const path = join(folder, `docker-credential-${name}`);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
}

describe.skipIf(!hasRegistry)("a registry that asks who is there", () => {
  let registry: TestRegistry;
  let reference: string;

  beforeAll(async () => {
    open = await startImageRegistry([layer], "team/app");
    const path = join(open.folder, "htpasswd");
    await writeFile(path, userLine);
    const auth = { htpasswd: { realm: "test", path } };
    registry = await startRegistry({ auth, storage: open.storage });
    reference = `${registry.host}/team/app:1`;
  });
  afterAll(async () => {
    await registry.stop();
    await open.stop();
  });

  test("lets in who has a password, and nobody else", async () => {
    await expectOpens(reference, { findCredentials: async () => user });
    for (const credentials of [undefined, { ...user, password: "wrong" }]) {
      expect(
        await refusalOf(reference, { findCredentials: async () => credentials }),
      ).toMatchObject({
        code: "REGISTRY_DENIED",
        message: expect.stringContaining("docker login"),
      });
    }
  });

  test.each([
    [".docker/config.json", (host: string) => ({ auths: { [host]: { auth: basic } } })],
    [
      ".docker/config.json",
      (host: string) => ({ auths: { [`https://${host}/v1/`]: { auth: basic } } }),
    ],
    [
      ".config/containers/auth.json",
      (host: string) => ({ auths: { [`${host}/team`]: { auth: basic } } }),
    ],
  ])("finds what a login left in %s", async (path, content) => {
    await atHome({ [path]: content(registry.host) });
    await expectOpens(reference);
  });

  test("finds the file that the environment names", async () => {
    const auths = { [registry.host]: { username: "user", password: "secret:word" } };
    const home = await atHome({
      "elsewhere/config.json": { auths },
      "run/containers/auth.json": {},
    });
    vi.stubEnv("XDG_RUNTIME_DIR", join(home, "run"));
    vi.stubEnv("DOCKER_CONFIG", join(home, "elsewhere"));
    await expectOpens(reference);
    vi.stubEnv("DOCKER_CONFIG", undefined);
    expect(await refusalOf(reference)).toMatchObject({ code: "REGISTRY_DENIED" });
    vi.stubEnv("REGISTRY_AUTH_FILE", join(home, "elsewhere/config.json"));
    await expectOpens(reference);
  });

  test("asks the helper that is set for a registry, or for all", async () => {
    await atHome({ ".docker/config.json": { credHelpers: { [registry.host]: "one" } } });
    const answer = JSON.stringify({ Username: "user", Secret: "secret:word" });
    await withHelper(
      "one",
      `[ "$1" = get ] && [ "$(cat)" = ${registry.host} ] && echo '${answer}'`,
    );
    await expectOpens(reference);
    await atHome({ ".docker/config.json": { credsStore: "one" } });
    await expectOpens(reference);
  });

  test.each([
    ["none", "echo credentials not found in native keychain; exit 1", "docker login"],
    ["empty", "echo '{}'", "docker login"],
    ["broken", "echo oops >&2; exit 1", "docker-credential-broken failed"],
    ["chatty", "echo secret", "docker-credential-chatty gave no JSON"],
    ["../evil", "exit 0", "false name"],
    ["absent", "", "docker-credential-absent failed"],
  ])("says what a helper named %s did wrong", async (name, script, message) => {
    await atHome({ ".docker/config.json": { credsStore: name } });
    if (script !== "" && !name.includes("/")) await withHelper(name, script);
    expect(await refusalOf(reference)).toMatchObject({
      code: "REGISTRY_DENIED",
      message: expect.stringContaining(message),
    });
  });

  test("shows credentials to no host that it is led to", async () => {
    const store = await startProxy(open.host, () => false);
    const { host } = await startProxy(registry.host, (request, response) => {
      const { url = "", headers } = request;
      if (!headers.authorization || !url.includes("/blobs/")) return false;
      response.writeHead(307, { location: `http://${store.host}${url}` }).end();
      return true;
    });
    await expectOpens(`${host}/team/app:1`, { findCredentials: async () => user });
    expect(store.requests).toHaveLength(2);
    expect(store.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
  });

  test.each([
    ["http://registry.example/x", "not encrypted"],
    ["file:///etc/passwd", "not encrypted"],
    ["http://:::", "no address"],
    ["", "no address"],
    ["?again", "without an end"],
  ])("is not followed to %j", async (location, message) => {
    const { host } = await startProxy(open.host, ({ url }, response) => {
      if (!url?.includes("/blobs/")) return false;
      response.writeHead(302, { location }).end();
      return true;
    });
    expect(await refusalOf(`${host}/team/app:1`)).toMatchObject({
      code: "REGISTRY_INVALID",
      message: expect.stringContaining(message),
    });
  });

  test("is not spoken to in the clear unless on this machine or allowed to", async () => {
    const asked: string[] = [];
    const fetch = async (url: URL) => {
      asked.push(url.href);
      return new Response(undefined, { status: 404 });
    };
    expect(await refusalOf("registry.example:5000/app", { fetch })).toMatchObject({
      code: "IMAGE_ABSENT",
    });
    expect(await refusalOf("registry.example/app", { fetch, insecure: true })).toMatchObject({
      code: "IMAGE_ABSENT",
    });
    expect(await refusalOf("localhost/app", { fetch })).toMatchObject({ code: "IMAGE_ABSENT" });
    expect(await refusalOf("[::1]:5000/app", { fetch })).toMatchObject({ code: "IMAGE_ABSENT" });
    expect(await refusalOf("localhost:5000/app", { fetch, insecure: false })).toMatchObject({
      code: "IMAGE_ABSENT",
    });
    expect(await refusalOf("nginx", { fetch })).toMatchObject({ code: "IMAGE_ABSENT" });
    expect(asked).toEqual([
      "https://registry.example:5000/v2/app/manifests/latest",
      "http://registry.example/v2/app/manifests/latest",
      "http://localhost/v2/app/manifests/latest",
      "http://[::1]:5000/v2/app/manifests/latest",
      "https://localhost:5000/v2/app/manifests/latest",
      "https://registry-1.docker.io/v2/library/nginx/manifests/latest",
    ]);
  });
});
