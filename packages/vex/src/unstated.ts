/**
 * What is written where a format demands a text that the model does not have. Readers take it for nothing, so that it does
 * not become a statement of somebody.
 */
export const unstated = {
  action: "No action has been stated.",
  impact: "No reason has been stated.",
  description: "No description has been stated.",
} as const;

const texts: ReadonlySet<string | undefined> = new Set(Object.values(unstated));

/** `text` where somebody stated it. */
export function statedText(text: string | undefined): string | undefined {
  return texts.has(text) ? undefined : text;
}
