import type { Evaluation } from "./evaluation.ts";
import { apkRows } from "./inventory/apk.ts";
import { binaryRows } from "./inventory/binaries.ts";
import { dpkgRows } from "./inventory/dpkg.ts";
import { javaRows } from "./inventory/java.ts";
import { npmRows } from "./inventory/npm.ts";
import { pnpmRows } from "./inventory/pnpm.ts";
import { pypiRows } from "./inventory/pypi.ts";
import { rpmRows } from "./inventory/rpm.ts";

/** Compares what is found in databases and root file systems with what the ecosystems' own tools say of them. */
export const inventory: Evaluation = {
  name: "inventory",
  title: "packages and files, beside what the ecosystems' own tools say",
  async *rows(corpus) {
    for (const rows of [dpkgRows, apkRows, rpmRows, npmRows, pypiRows, javaRows]) {
      yield* rows(corpus);
    }
    yield* pnpmRows();
    yield* binaryRows();
  },
};
