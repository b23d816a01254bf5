import { library } from "../../tooling/tsup.ts";

export default library("@coppice/harden", {
  core: { index: "src/index.ts" },
  node: { "node/index": "src/node/index.ts" },
});
