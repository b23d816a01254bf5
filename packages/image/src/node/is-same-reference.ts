import { isImageError, parseReference, renderReference } from "@coppice/image";

/** Whether two names mean the same image, also when one is short for the other, as `app` for `docker.io/library/app:latest`. */
export function isSameReference(a: string, b: string): boolean {
  if (a === b) return true;
  const whole = wholeReference(a);
  return whole !== undefined && whole === wholeReference(b);
}

function wholeReference(text: string): string | undefined {
  try {
    return renderReference(parseReference(text));
  } catch (error) {
    if (isImageError(error)) return undefined;
    throw error;
  }
}
