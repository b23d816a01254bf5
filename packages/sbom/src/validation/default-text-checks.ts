import { isLicenseError, parseLicenseExpression } from "@coppice/licenses";
import { isPurlError, parsePurl } from "@coppice/purl";
import type { SbomTextChecks } from "./check-meaning.ts";

/** The judgement of `@coppice/purl`, and that of `@coppice/licenses` with the SPDX lists that it has. */
export const defaultTextChecks: SbomTextChecks = {
  purl: (text) => faultOf(() => parsePurl(text), isPurlError),
  license: (text) => faultOf(() => parseLicenseExpression(text), isLicenseError),
};

function faultOf(
  read: () => unknown,
  isFault: (error: unknown) => error is Error,
): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (isFault(error)) return error.message;
    throw error;
  }
}
