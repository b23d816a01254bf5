import { library } from "../../tooling/tsup.ts";

export default library("@coppice/trace", {
  core: { index: "src/index.ts" },
  node: { "node/index": "src/node/index.ts" },
});
