import { library } from "../../tooling/tsup.ts";

const builds = library("@coppice/licenses", { core: { index: "src/index.ts" } });

/** The lists are JSON of other packages, which Node imports with `with { type: "json" }` alone. */
export default Array.isArray(builds)
  ? builds.map((build) => ({ ...build, esbuildOptions: keepAttributes }))
  : builds;

function keepAttributes(options: { supported?: Record<string, boolean> }): void {
  options.supported = { ...options.supported, "import-attributes": true };
}
