import { decodeName, parentPath } from "@coppice/image";
import type { ExtractorContext } from "../extractor.ts";

/** A virtual environment. See Python's documentation, "venv", and PEP 405. */
export interface PythonEnvironment {
  readonly root: string;
  /** It sees the distributions of the Python that it was made with, too. */
  readonly system: boolean;
}

/** The environments whose `pyvenv.cfg` these are. */
export async function findPythonEnvironments(
  context: ExtractorContext,
  files: readonly string[],
): Promise<PythonEnvironment[]> {
  const environments: PythonEnvironment[] = [];
  for (const file of files) {
    const bytes = await context.read(file);
    const settings = new Map(
      (bytes === undefined ? "" : decodeName(bytes)).split(/\r?\n/).map((line) => {
        const [key = "", ...value] = line.split("=");
        return [key.trim().toLowerCase(), value.join("=").trim()] as const;
      }),
    );
    environments.push({
      root: parentPath(file),
      system: settings.get("include-system-site-packages")?.toLowerCase() === "true",
    });
  }
  return environments;
}
