/** Each text as how many characters it begins with of the one before, and the rest. */
export function shareBeginnings(texts: readonly string[]): readonly (number | string)[] {
  let before = "";
  return texts.flatMap((text) => {
    let shared = 0;
    while (shared < text.length && text[shared] === before[shared]) shared++;
    before = text;
    return [shared, text.slice(shared)];
  });
}
