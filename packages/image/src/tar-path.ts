import { decodeName } from "./decode-name.ts";
import { type TarPlace, tarError } from "./tar-place.ts";

const slash = 0x2f;
const untidy = /\/\.{0,2}(?:\/|$)/;
/** Where a slash is put before a name, so that its path is decoded in one piece, and not joined of two. */
const scratch: Uint8Array = new Uint8Array(4096).fill(slash, 0, 1);

/** A member's name as an absolute, normalised path; what it is counted from, such as `./` or `/`, makes no difference. */
export function tarPath(name: Uint8Array, place: TarPlace): string {
  if (name.length === 0) {
    throw tarError(place, "TAR_INVALID", "a member has no name; fetch it again");
  }
  let start = name[0] === 0x2e && name[1] === slash ? 2 : 0;
  let end = name.length;
  while (name[start] === slash) start++;
  while (end > start && name[end - 1] === slash) end--;
  const text = withSlash(name.subarray(start, end));
  if (!untidy.test(text)) return text;
  const names = text.split("/").filter((part) => part !== "" && part !== ".");
  if (names.includes("..")) {
    throw tarError(
      place,
      "TAR_PATH_ESCAPES",
      `the name ${JSON.stringify(text.slice(1))} climbs out of the root; do not use this archive`,
    );
  }
  return `/${names.join("/")}`;
}

function withSlash(name: Uint8Array): string {
  if (name.length >= scratch.length) return `/${decodeName(name)}`;
  scratch.set(name, 1);
  return decodeName(scratch.subarray(0, 1 + name.length));
}
