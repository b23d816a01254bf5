/** Hexadecimal of base64 text; `undefined` where it is none. */
export function hexOfBase64(text: string): string | undefined {
  try {
    return Array.from(atob(text), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join(
      "",
    );
  } catch {
    return undefined;
  }
}
