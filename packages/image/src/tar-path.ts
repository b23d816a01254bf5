import { decodeName } from "./decode-name.ts";
import { type TarPlace, tarError } from "./tar-place.ts";

/** A member's name as an absolute, normalised path; what it is counted from, such as `./` or `/`, makes no difference. */
export function tarPath(name: Uint8Array, place: TarPlace): string {
  const text = decodeName(name);
  if (text === "") throw tarError(place, "TAR_INVALID", "a member has no name; fetch it again");
  // Most names are clean, and need no splitting.
  if (!untidy.test(text)) return `/${text}`;
  const names = text.split("/").filter((part) => part !== "" && part !== ".");
  if (names.includes("..")) {
    throw tarError(
      place,
      "TAR_PATH_ESCAPES",
      `the name ${JSON.stringify(text)} climbs out of the root; do not use this archive`,
    );
  }
  return `/${names.join("/")}`;
}

const untidy = /(?:^|\/)(?:\.{0,2})(?:\/|$)/;
