import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeImage, makeRoot } from "./root.ts";
import { run } from "./run.ts";
import { workFolder } from "./work-folder.ts";

const { place, read } = workFolder();
let server: Server;
let reference = "";

/** A registry of one image, whose manifest and blobs are asked for by digest. */
beforeAll(async () => {
  await makeRoot(place("root"));
  await makeImage(place("root"), place("image"));
  server = createServer((request, response) => {
    const value = request.url?.split("/sha256:")[1] ?? "";
    if (request.url === "/v2/" || value === "") response.end("{}");
    else response.end(readFileSync(place(`image/blobs/sha256/${value}`)));
  });
  await new Promise<void>((resume) => server.listen(0, "127.0.0.1", resume));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const index: { manifests: { digest: string }[] } = JSON.parse(await read("image/index.json"));
  reference = `docker://127.0.0.1:${port}/shop@${index.manifests[0]?.digest}`;
});

afterAll(() => server.close());

test("takes the inventory of a registry's image, which is that of the layout", async () => {
  const files = (text: string) => JSON.parse(text).files;
  const pulled = await run(["inventory", reference, "--json"], { terminal: true });
  expect(pulled.code).toBe(0);
  expect(pulled.stderr).toContain("Downloading docker://");
  const stored = await run(["inventory", place("image"), "--json"]);
  expect(files(pulled.stdout)).toEqual(files(stored.stdout));
});

test("says what is wrong with a reference, a platform and a registry", async () => {
  const invalid = await run(["inventory", "docker://UPPER CASE"]);
  expect([invalid.code, invalid.stderr]).toEqual([3, expect.stringContaining("REFERENCE_INVALID")]);
  const platform = await run(["inventory", reference, "--platform", "linux/s390x"]);
  expect([platform.code, platform.stderr]).toEqual([3, expect.stringContaining("PLATFORM_ABSENT")]);
});
