import { library } from "../../tooling/tsup.ts";

export default library("@coppice/lockfile", { core: { index: "src/index.ts" } });
