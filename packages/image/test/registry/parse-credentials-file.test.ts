import { isImageError, parseCredentialsFile } from "@coppice/image";
import fc from "fast-check";
import { expect, test } from "vitest";

const parse = (value: unknown) =>
  parseCredentialsFile(Buffer.from(JSON.stringify(value)), "config.json");
const base64 = (text: string) => Buffer.from(text).toString("base64");

test("each kind of credentials is found under the host's name", () => {
  const { credentials } = parse({
    auths: {
      "https://index.docker.io/v1/": { auth: base64("hub:p:ä") },
      "http://old.example:5000/v2/": { username: "old", password: "word" },
      "new.example/team": { auth: base64("x:y"), identitytoken: "identity" },
      "token.example": { registrytoken: "token" },
      "empty.example": {},
    },
  });
  expect([...credentials]).toEqual([
    ["docker.io", { kind: "password", username: "hub", password: "p:ä" }],
    ["old.example:5000", { kind: "password", username: "old", password: "word" }],
    ["new.example/team", { kind: "identity-token", token: "identity" }],
    ["token.example", { kind: "registry-token", token: "token" }],
  ]);
});

test("helpers are found for some hosts and for all", () => {
  const file = parse({ credsStore: "desktop", credHelpers: { "gcr.io": "gcloud", x: 3 } });
  expect(file.store).toBe("desktop");
  expect([...file.helpers]).toEqual([["gcr.io", "gcloud"]]);
});

test.each([
  {},
  { auths: null, credHelpers: [], credsStore: "" },
  {
    auths: { a: "x", b: { auth: "%" }, c: { auth: base64("no colon") }, d: { auth: base64(":x") } },
  },
  { auths: { a: { username: "x" }, b: { auth: 3, identitytoken: "" } } },
])("%j has none", (value) => {
  const { credentials, helpers, store } = parse(value);
  expect([credentials.size, helpers.size, store]).toEqual([0, 0, undefined]);
});

test("any bytes give a file or a coded error that shows nothing of them", () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.json().map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      try {
        parseCredentialsFile(input, "config.json");
      } catch (error) {
        if (!isImageError(error)) throw error;
        expect(error.code).toBe("REGISTRY_DENIED");
        expect(error.message).toMatch(/^config\.json holds no JSON object;/);
        expect(error.cause).toBeUndefined();
      }
    }),
  );
});
