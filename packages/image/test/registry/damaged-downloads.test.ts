import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { sha256 } from "../support/layout.ts";
import { type Intercept, startProxy } from "../support/proxy.ts";
import {
  hasRegistry,
  type ImageRegistry,
  openFrom,
  refusalOf,
  startImageRegistry,
} from "../support/registry-image.ts";

/** Incompressible, so that the blob comes in many pieces. */
const large = await tarOf([[entry("/large"), randomBytes(300_000).toString("hex")]]);
const small = await tarOf([[entry("/motd"), "hello"]]);

let registry: ImageRegistry;

/** The image behind a proxy. */
async function behind(intercept: Intercept) {
  const proxy = await startProxy(registry.host, intercept);
  return { ...proxy, reference: `${proxy.host}/app:1` };
}

const isBlob = (url: string | undefined): boolean => url?.includes("/blobs/") ?? false;

describe.skipIf(!hasRegistry)("an image on a bad way", () => {
  beforeAll(async () => {
    registry = await startImageRegistry([large, small], "app");
  });
  afterAll(() => registry.stop());

  test("is taken up where the connection broke", async () => {
    const { reference, requests } = await behind(async (request, response, body) => {
      if (!isBlob(request.url) || request.headers.range) return false;
      const bytes = await body();
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
      return true;
    });
    const image = await openFrom(reference);
    expect(image.subject.digest).toBe(registry.digest);
    const ranges = requests.flatMap(({ headers }) => headers.range ?? []);
    expect(ranges).toHaveLength(3);
    expect(ranges.every((range) => /^bytes=[1-9][0-9]*-$/.test(range))).toBe(true);
  });

  test("comes whole from a registry that sends all of it again", async () => {
    let broken = 0;
    const { reference } = await behind(async (request, response, body) => {
      if (!isBlob(request.url)) return false;
      const bytes = await body();
      response.writeHead(200, { "content-length": bytes.length });
      const isBroken = bytes.length > 100_000 && broken++ < 2;
      if (isBroken) response.write(bytes.subarray(0, 90_000), () => response.destroy());
      else response.end(bytes);
      return true;
    });
    expect((await openFrom(reference)).subject.digest).toBe(registry.digest);
    expect(broken).toBe(3);
  });

  test("is refused when another part comes than was asked for", async () => {
    const { reference } = await behind(async (request, response, body) => {
      if (!isBlob(request.url)) return false;
      const bytes = await body();
      if (request.headers.range) {
        response.writeHead(206, { "content-range": `bytes 0-${bytes.length - 1}/${bytes.length}` });
        response.end(bytes);
        return true;
      }
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 10), () => response.destroy());
      return true;
    });
    expect(await refusalOf(reference)).toMatchObject({
      code: "REGISTRY_INVALID",
      message: expect.stringContaining("another part"),
    });
  });

  test("is given up after a number of tries", async () => {
    const { reference, requests } = await behind((request, response) => {
      if (!isBlob(request.url)) return false;
      response.destroy();
      return true;
    });
    expect(await refusalOf(reference, { retries: 2 })).toMatchObject({
      code: "REGISTRY_UNREACHABLE",
    });
    expect(requests.filter(({ url }) => isBlob(url))).toHaveLength(3);
  });

  test("survives a registry that is busy for a moment", async () => {
    const statuses = [429, 503, 500];
    const { reference } = await behind((_, response) => {
      const status = statuses.pop();
      if (status === undefined) return false;
      response.writeHead(status).end();
      return true;
    });
    expect((await openFrom(reference)).subject.digest).toBe(registry.digest);
    const busy = await behind((_, response) => {
      response.writeHead(429).end(JSON.stringify({ errors: [{ message: "too many\u001b[31m" }] }));
      return true;
    });
    expect(await refusalOf(busy.reference, { retries: 1 })).toMatchObject({
      code: "REGISTRY_UNREACHABLE",
      message: expect.stringMatching(/status 429: too many\?\[31m\); log in/),
    });
  });

  test("is refused with wrong bytes", async () => {
    const { reference } = await behind(async (request, response, body) => {
      if (!isBlob(request.url)) return false;
      response.end(Buffer.from(await body()).fill(0x20, 5));
      return true;
    });
    expect(await refusalOf(reference)).toMatchObject({ code: "IMAGE_DIGEST_MISMATCH" });
  });

  test("is refused with too many bytes, which are not taken", async () => {
    const { reference } = await behind(async (request, response, body) => {
      if (!isBlob(request.url)) return false;
      const bytes = await body();
      const more = () => response.write(bytes, (error) => error ?? more());
      more();
      return true;
    });
    expect(await refusalOf(reference)).toMatchObject({
      code: "REGISTRY_INVALID",
      message: expect.stringContaining("is longer than"),
    });
  });

  test("is refused with a manifest of another digest", async () => {
    const { reference, host } = await behind(async (request, response, body) => {
      if (!request.url?.includes("/manifests/")) return false;
      response.setHeader("docker-content-digest", registry.digest);
      response.end(Buffer.concat([await body(), Buffer.from("\n")]));
      return true;
    });
    expect(await refusalOf(reference)).toMatchObject({ code: "IMAGE_DIGEST_MISMATCH" });
    expect(await refusalOf(`${host}/app@${registry.digest}`)).toMatchObject({
      code: "IMAGE_DIGEST_MISMATCH",
    });
  });

  test.each([
    ["a document without an end", "REGISTRY_INVALID", "x".repeat(9 << 20)],
    ["a page", "IMAGE_INVALID", "<html>"],
    ["something else", "IMAGE_INVALID", "{}"],
    ["the old schema", "IMAGE_INVALID", '{"schemaVersion":1,"fsLayers":[]}'],
    [
      "a configuration too large for memory",
      "IMAGE_INVALID",
      JSON.stringify({
        layers: [],
        config: { mediaType: "x", digest: sha256("x"), size: 9 << 20 },
      }),
    ],
    [
      "a chart",
      "IMAGE_INVALID",
      JSON.stringify({
        layers: [],
        config: {
          mediaType: "application/vnd.cncf.helm.config.v1+json",
          digest: sha256("x"),
          size: 1,
        },
      }),
    ],
  ])("is refused where the manifest is %s with %s", async (_, code, text) => {
    const { reference } = await behind((request, response) => {
      if (!request.url?.includes("/manifests/")) return false;
      response.end(text);
      return true;
    });
    expect(await refusalOf(reference)).toMatchObject({
      code,
      message: expect.stringContaining(";"),
    });
  });

  test("is refused where the server encodes blobs", async () => {
    const { reference } = await behind(async (request, response, body) => {
      if (!isBlob(request.url)) return false;
      response.setHeader("content-encoding", "br");
      response.end(await body());
      return true;
    });
    expect(await refusalOf(reference)).toMatchObject({ code: "REGISTRY_INVALID" });
  });

  test("is given up when nothing comes, and when the caller says so", async () => {
    const { reference } = await behind(async (request, response, body) => {
      if (!isBlob(request.url)) return false;
      response.write((await body()).subarray(0, 5));
      return true;
    });
    expect(await refusalOf(reference, { timeout: 50, retries: 1 })).toMatchObject({
      code: "REGISTRY_UNREACHABLE",
      message: expect.stringContaining("50 ms"),
    });
    const reason = new Error("enough");
    const controller = new AbortController();
    expect(
      await refusalOf(reference, {
        signal: controller.signal,
        onProgress: () => controller.abort(reason),
      }),
    ).toBe(reason);
    expect(await refusalOf(reference, { signal: AbortSignal.abort(reason) })).toBe(reason);
  });

  test("is refused where a layer is not there", async () => {
    const { layers } = await openFrom(registry.reference);
    const { reference } = await behind((request, response) => {
      if (!request.url?.endsWith(`/blobs/${layers[0]?.digest}`)) return false;
      response.writeHead(404).end();
      return true;
    });
    expect(await refusalOf(reference)).toMatchObject({
      code: "LAYER_ABSENT",
      message: expect.stringContaining(`layer ${layers[0]?.digest} is absent`),
    });
  });

  test.each([
    ["REGISTRY_INVALID", 418, "I make tea"],
    ["REGISTRY_DENIED", 403, '{"errors":"?"}'],
    ["IMAGE_ABSENT", 404, '{"errors":[3]}'],
    ["REGISTRY_UNREACHABLE", 502, "x".repeat(1 << 17)],
  ])("is refused with %s after status %i", async (code, status, text) => {
    const { reference } = await behind((_, response) => {
      response.writeHead(status).end(text);
      return true;
    });
    expect(await refusalOf(reference, { retries: 0 })).toMatchObject({
      code,
      message: expect.stringContaining(`(status ${status});`),
    });
  });

  test("is taken up where the server ended too soon", async () => {
    const { reference } = await behind(async (request, response, body) => {
      if (!isBlob(request.url) || request.headers.range) return false;
      response.end((await body()).subarray(0, 100));
      return true;
    });
    expect((await openFrom(reference)).subject.digest).toBe(registry.digest);
  });

  test("is not waited for once the caller has enough", async () => {
    const { reference } = await behind((_, response) => {
      response.writeHead(503).end();
      return true;
    });
    const reason = new Error("enough");
    const controller = new AbortController();
    const refusal = refusalOf(reference, { backoff: 60_000, signal: controller.signal });
    await pause(50);
    controller.abort(reason);
    expect(await refusal).toBe(reason);
  });
});
