/** The number that a text begins with, spaces aside; -1 when there is none. */
export function leadingNumber(text: string): number {
  const value = Number.parseInt(text, 10);
  return Number.isSafeInteger(value) ? value : -1;
}

/** The whole numbers in a text. */
export function numbersIn(text: string): number[] {
  return text
    .split(/[^0-9]/)
    .filter((digits) => digits !== "")
    .map(Number)
    .filter(Number.isSafeInteger);
}
