/// <reference path="./spdx-expression-parse.d.ts" />
import { Contrib, Models } from "@cyclonedx/cyclonedx-library";
import parseExpression from "spdx-expression-parse";

const factory = new Contrib.License.Factories.LicenseFactory(parseExpression);

/** Longer statements are kept as names: the expression parser copies the rest of its input at every token. */
const maximumExpressionLength = 1000;

/**
 * Licences as CycloneDX wants them: one expression alone, or any number of SPDX ids and names. A package that states
 * several, one of them an expression, gets that expression as a name, so that none is lost.
 */
export function componentLicenses(stated: readonly string[] = []): Models.LicenseRepository {
  const [first, ...rest] = new Set(stated.filter((text) => text !== ""));
  if (first === undefined) return new Models.LicenseRepository();
  return new Models.LicenseRepository(
    rest.length === 0 && first.length <= maximumExpressionLength
      ? [factory.makeFromString(first)]
      : [first, ...rest].map((text) => factory.makeDisjunctive(text)),
  );
}
