import { withoutCredentials } from "./without-credentials.ts";

/** `text` in quotation marks for a message, without credentials and cut where it is long. */
export function quote(text: string, ecosystem?: string): string {
  const plain = withoutCredentials(text, ecosystem);
  return JSON.stringify(plain.length > 200 ? `${plain.slice(0, 200)}…` : plain);
}
