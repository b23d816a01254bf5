import { library } from "../../tooling/tsup.ts";

export default library("@coppice/vers", { core: { index: "src/index.ts" } });
