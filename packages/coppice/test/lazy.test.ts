import { expect, test, vi } from "vitest";
import { run } from "./run.ts";

for (const library of ["@coppice/sbom", "@coppice/purl", "@coppice/lockfile"]) {
  vi.doMock(library, () => {
    throw new Error(`${library} was loaded`);
  });
}

test("help loads none of the libraries that take long, commands do", async () => {
  for (const argv of [["--help"], ["sbom", "--help"], ["sbom", "convert", "--help"]]) {
    expect((await run(argv)).code).toBe(0);
  }
  for (const argv of [
    ["sbom", "show", "-"],
    ["lockfile", "-", "--name", "yarn.lock"],
  ]) {
    expect((await run(argv)).code).toBe(4);
  }
});
