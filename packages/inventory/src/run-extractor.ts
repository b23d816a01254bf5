import type { Extraction, Extractor, ExtractorContext } from "./extractor.ts";

/**
 * What an extractor finds; `undefined` when it fails, which becomes a problem. Claims and the like are complete then,
 * so that a generator cannot fail later.
 */
export async function runExtractor(
  extractor: Extractor,
  context: Omit<ExtractorContext, "wanted">,
): Promise<Extraction | undefined> {
  try {
    const wanted = [...context.index.entries()].filter((entry) => extractor.wants(entry));
    const extraction = await extractor.extract({ ...context, wanted });
    return {
      ...extraction,
      claims: [...extraction.claims],
      configuration: [...extraction.configuration],
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${extractor.name} failed, and its packages are missing: ${reason}`;
    context.onProblem({ code: "EXTRACTOR_FAILED", message });
    return undefined;
  }
}
