import { isImageError, parseReference, renderReference } from "@coppice/image";
import fc from "fast-check";
import { expect, test } from "vitest";

const digest = `sha256:${"0a".repeat(32)}`;

test.each([
  ["nginx", "docker.io/library/nginx:latest"],
  ["nginx:1.27", "docker.io/library/nginx:1.27"],
  [`nginx@${digest}`, `docker.io/library/nginx@${digest}`],
  [`nginx:1@${digest}`, `docker.io/library/nginx:1@${digest}`],
  ["grafana/loki", "docker.io/grafana/loki:latest"],
  ["docker.io/nginx", "docker.io/library/nginx:latest"],
  ["index.docker.io/library/nginx", "docker.io/library/nginx:latest"],
  ["registry-1.docker.io/a/b", "docker.io/a/b:latest"],
  ["docker://ghcr.io/a/b:c", "ghcr.io/a/b:c"],
  ["localhost/a", "localhost/a:latest"],
  ["localhost:5000/a:b", "localhost:5000/a:b"],
  ["Host/a", "Host/a:latest"],
  ["[::1]:5000/a", "[::1]:5000/a:latest"],
  ["[::1]/a", "[::1]/a:latest"],
  ["a.b/c/d/e", "a.b/c/d/e:latest"],
  ["a/x__y-z.w--v", "docker.io/a/x__y-z.w--v:latest"],
  ["a:A_.-", "docker.io/library/a:A_.-"],
])("%s is %s", (text, whole) => {
  expect(renderReference(parseReference(text))).toBe(whole);
});

test.each([
  "",
  ":",
  "@",
  "Nginx",
  "nginx:",
  "nginx:-x",
  `nginx:${"x".repeat(129)}`,
  "nginx@",
  "nginx@sha256:0a",
  `nginx@${digest}@${digest}`,
  "a//b",
  "a/",
  "/a",
  "a/../b",
  "a.b/..",
  "a___b",
  "a..b",
  "-a",
  "a-",
  "_a",
  "a.b:99999999/c",
  "a.b:/c",
  "-a.b/c",
  "a..b/c",
  "a.b?x/c",
  "user@host.example/a",
  "https://host/a",
  "[zz]/a",
  "[::::]/a",
  "999.1.1.1/a",
  "a.b:65536/c",
  "ä",
  "a b",
  "a\n",
  "x".repeat(600),
])("%j is refused", (text) => {
  expect(() => parseReference(text)).toThrow(
    expect.objectContaining({
      code: "REFERENCE_INVALID",
      message: expect.stringContaining("; write a reference like"),
    }),
  );
});

test("what is parsed is parsed the same once it is rendered, and nothing leads out of its repository", () => {
  const part = fc.stringMatching(/^[a-z0-9:@/._A-Z[\]-]{0,20}$/);
  const text = fc.oneof(
    part,
    fc.tuple(part, part).map((parts) => parts.join("/")),
    part.map((start) => `${start}@${digest}`),
  );
  fc.assert(
    fc.property(text, (input) => {
      try {
        const reference = parseReference(input);
        expect(parseReference(renderReference(reference))).toEqual(reference);
        const { registry, repository, tag = "x" } = reference;
        const url = new URL(`https://${registry}/v2/${repository}/manifests/${tag}`);
        expect(url.pathname).toBe(`/v2/${repository}/manifests/${tag}`);
        expect([url.username, url.search, url.hash]).toEqual(["", "", ""]);
      } catch (error) {
        if (!isImageError(error)) throw error;
        expect(error.code).toBe("REFERENCE_INVALID");
      }
    }),
    { numRuns: 500 },
  );
});
