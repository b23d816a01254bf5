import { defineConfig, type Options } from "tsup";

const shared: Options = {
  external: ["coppice"],
  platform: "node",
  target: "es2022",
  sourcemap: true,
  splitting: false,
  removeNodeProtocol: false,
};

export default defineConfig([
  {
    ...shared,
    entry: { index: "src/node/index.ts" },
    format: ["esm", "cjs"],
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  },
  { ...shared, entry: { bin: "src/node/bin.ts" }, format: ["esm"] },
]);
