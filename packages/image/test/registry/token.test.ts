import { execFileSync } from "node:child_process";
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { RegistryCredentials } from "@coppice/image";
import type { OpenRegistryImageOptions } from "@coppice/image/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectText, tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { startProxy } from "../support/proxy.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";
import {
  hasRegistry,
  type ImageRegistry,
  openFrom,
  refusalOf,
  startImageRegistry,
} from "../support/registry-image.ts";
import { hasTool } from "../support/tool.ts";

const layer = await tarOf([[entry("/motd"), "hello"]]);
const user: RegistryCredentials = { kind: "password", username: "user", password: "secret:word" };
const basic = Buffer.from("user:secret:word").toString("base64");

/** The same image without a question. */
let open: ImageRegistry;

async function expectOpens(reference: string, options: OpenRegistryImageOptions = {}) {
  const image = await openFrom(reference, options);
  expect(await collectText(image.tree.read("/motd"))).toBe("hello");
}

describe.skipIf(!hasRegistry || !hasTool("openssl", "version"))(
  "a registry that wants tokens",
  () => {
    let registry: TestRegistry;
    let reference: string;
    let certificate: string;
    let key: string;
    /** Where tokens are made, as each test will. */
    let answer: (request: IncomingMessage, form: string, response: ServerResponse) => void;
    const service = createServer(async (request, response) => {
      answer(request, await text(request), response);
    });

    beforeAll(async () => {
      open = await startImageRegistry([layer], "team/app");
      const [keyPath, path] = [join(open.folder, "key.pem"), join(open.folder, "cert.pem")];
      const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test"];
      execFileSync("openssl", [...request, "-keyout", keyPath, "-out", path], { stdio: "ignore" });
      [key, certificate] = [await readFile(keyPath, "utf8"), await readFile(path, "utf8")];
      await once(service.listen(0, "127.0.0.1"), "listening");
      const address = service.address();
      const port = typeof address === "object" ? address?.port : undefined;
      const token = {
        realm: `http://127.0.0.1:${port}/token?kept=1`,
        service: "the registry",
        issuer: "test",
        rootcertbundle: path,
      };
      registry = await startRegistry({ auth: { token }, storage: open.storage });
      reference = `${registry.host}/team/app:1`;
    });
    afterAll(async () => {
      service.closeAllConnections();
      service.close();
      await registry.stop();
      await open.stop();
    });

    /** A token for pulling, as Docker's registry takes it. */
    function tokenFor(name: string, seconds = 60): string {
      const now = Math.floor(Date.now() / 1000);
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const der = certificate.replace(/-----[A-Z ]+-----|\s/g, "");
      const claims = {
        iss: "test",
        aud: "the registry",
        exp: now + seconds,
        nbf: now - 60,
        iat: now,
        jti: randomUUID(),
        access: [{ type: "repository", name, actions: ["pull"] }],
      };
      const head = `${encode({ typ: "JWT", alg: "RS256", x5c: [der] })}.${encode(claims)}`;
      const signature = sign("sha256", Buffer.from(head), createPrivateKey(key));
      return `${head}.${signature.toString("base64url")}`;
    }

    const give = (response: ServerResponse, body: object): void =>
      void response.end(JSON.stringify(body));
    const scope = "repository:team/app:pull";

    test("lets in who has a token, which anyone gets", async () => {
      const asked: URLSearchParams[] = [];
      answer = ({ url = "", headers }, _, response) => {
        asked.push(new URL(url, "http://x").searchParams);
        expect(headers.authorization).toBeUndefined();
        give(response, { token: tokenFor("team/app") });
      };
      await expectOpens(reference, { findCredentials: async () => undefined });
      expect(asked.map((query) => Object.fromEntries(query))).toEqual([
        { kept: "1", service: "the registry", scope },
      ]);
    });

    test("gets its token for a password", async () => {
      answer = ({ url = "", headers }, _, response) => {
        expect(headers.authorization).toBe(`Basic ${basic}`);
        expect(new URL(url, "http://x").searchParams.get("account")).toBe("user");
        give(response, { access_token: tokenFor("team/app") });
      };
      await expectOpens(reference, { findCredentials: async () => user });
    });

    test("gets its token for an identity token", async () => {
      answer = ({ method, headers }, form, response) => {
        expect([method, headers.authorization]).toEqual(["POST", undefined]);
        expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
          grant_type: "refresh_token",
          client_id: "coppice",
          refresh_token: "identity",
          service: "the registry",
          scope,
        });
        give(response, { access_token: tokenFor("team/app") });
      };
      const found: RegistryCredentials = { kind: "identity-token", token: "identity" };
      await expectOpens(reference, { findCredentials: async () => found });
    });

    test("takes a token that is there already", async () => {
      answer = () => expect.unreachable();
      const found: RegistryCredentials = { kind: "registry-token", token: tokenFor("team/app") };
      await expectOpens(reference, { findCredentials: async () => found });
    });

    test("is given a new token when the old one has ended", async () => {
      let given = 0;
      answer = (_, __, response) => {
        given++;
        give(response, { token: tokenFor("team/app") });
      };
      let refused = false;
      const { host } = await startProxy(registry.host, async ({ url }, response) => {
        if (refused || !url?.includes("/blobs/")) return false;
        refused = true;
        const anew = await fetch(`http://${registry.host}/v2/team/app/manifests/1`);
        response.setHeader("www-authenticate", anew.headers.get("www-authenticate") ?? "");
        response.writeHead(401).end();
        return true;
      });
      await expectOpens(`${host}/team/app:1`, { findCredentials: async () => user });
      expect(given).toBe(2);
    });

    test.each<[string, string, (response: ServerResponse) => void]>([
      ["a refusal", "REGISTRY_DENIED", (response) => response.writeHead(401).end("no")],
      ["no JSON", "REGISTRY_INVALID", (response) => response.end("hidden")],
      ["no token", "REGISTRY_INVALID", (response) => give(response, { token: 3 })],
      [
        "a token with a line break",
        "REGISTRY_INVALID",
        (response) => give(response, { token: "a\nb" }),
      ],
      [
        "a token for another place",
        "REGISTRY_DENIED",
        (response) => give(response, { token: tokenFor("other/app") }),
      ],
      [
        "a way to another place",
        "REGISTRY_INVALID",
        (response) => response.writeHead(307, { location: "http://127.0.0.2/token" }).end(),
      ],
    ])("%s of the token service ends in %s", async (_, code, respond) => {
      answer = (__, ___, response) => respond(response);
      const found: RegistryCredentials = { kind: "identity-token", token: "identity" };
      expect(
        await refusalOf(reference, {
          retries: 0,
          findCredentials: async () => found,
        }),
      ).toMatchObject({
        code,
        message: expect.not.stringContaining("hidden"),
      });
    });

    test.each([
      ["http://auth.example/token", "not encrypted"],
      ["nowhere", "no address"],
    ])("sends nothing to the token service %s", async (realm, message) => {
      const { host } = await startProxy(registry.host, (_, response) => {
        response.setHeader("www-authenticate", `Bearer realm="${realm}"`);
        response.writeHead(401).end();
        return true;
      });
      expect(
        await refusalOf(`${host}/team/app:1`, { findCredentials: async () => user }),
      ).toMatchObject({
        code: "REGISTRY_INVALID",
        message: expect.stringContaining(message),
      });
    });
  },
);
