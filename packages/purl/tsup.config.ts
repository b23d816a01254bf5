import { library } from "../../tooling/tsup.ts";

export default library("@coppice/purl", { core: { index: "src/index.ts" } });
