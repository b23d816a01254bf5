import { library } from "../../tooling/tsup.ts";

export default library("@coppice/sbom", { core: { index: "src/index.ts" } });
