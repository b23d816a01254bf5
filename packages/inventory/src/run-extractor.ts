import type { Problem } from "@coppice/types";
import type { Extraction, Extractor, ExtractorContext } from "./extractor.ts";

/**
 * What an extractor finds; `undefined` when it fails, which becomes a problem. Claims and the like are complete then,
 * so that a generator cannot fail later.
 */
export async function runExtractor(
  extractor: Extractor,
  context: ExtractorContext,
): Promise<Required<Extraction> | undefined> {
  try {
    const found = await extractor.extract(context);
    const { packages, dependencies = [], claims = [], databases = [], configuration = [] } = found;
    return {
      packages,
      dependencies,
      claims: [...claims],
      databases,
      configuration: [...configuration],
    };
  } catch (error) {
    context.onProblem(extractorFailed(extractor, error));
    return undefined;
  }
}

/** The problem that an extractor threw. */
export function extractorFailed({ name }: Extractor, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${name} failed, and its packages are missing: ${reason}`;
  return { code: "EXTRACTOR_FAILED", message };
}
