import { library } from "../../tooling/tsup.ts";

export default library("@coppice/vex", { core: { index: "src/index.ts" } });
