import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { quote } from "../quote.ts";
import { parseCondaAddress } from "./conda-address.ts";

/** The list of addresses of `conda list --explicit`, which conda-lock writes too. */
export const condaExplicitReader: LockfileReader = {
  format: "conda-explicit",
  ecosystem: "conda",
  named: (base) => base.startsWith("conda-") && base.endsWith(".lock"),
  resembles: (head) => /^@EXPLICIT\b/m.test(head),
  read,
};

/** Source: conda's documentation, "Building identical conda environments". */
function read(input: LockfileInput): LockfileDraft {
  const packages: DraftPackage[] = [];
  let isExplicit = false;
  for (const [index, raw] of input.text.split("\n").entries()) {
    const content = raw.trim();
    if (content === "@EXPLICIT") isExplicit = true;
    else if (content !== "" && !content.startsWith("#")) {
      const found = parseCondaAddress(content);
      if (found) packages.push({ ...found, dependencies: [], line: index + 1 });
      else
        input.report(
          "ENTRY_INVALID",
          `${quote(content, "conda")} is no address of a conda package`,
          index + 1,
        );
    }
  }
  if (!isExplicit) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no explicit list of conda: it has no line @EXPLICIT; write it with conda list --explicit --md5",
    );
  }
  return { importers: [], packages };
}
