import { library } from "../../tooling/tsup.ts";

export default library("@coppice/inventory", { core: { index: "src/index.ts" } });
