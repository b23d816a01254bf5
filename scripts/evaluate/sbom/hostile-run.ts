// Reads and validates one document, and prints what came of it with what it cost: run by the evaluation of hostile documents.
import { readFileSync } from "node:fs";
import { isSbomError, parseSbom, validateSbom } from "@coppice/sbom";

const [file = ""] = process.argv.slice(2);
const content = readFileSync(file, "utf8");
const start = process.cpuUsage();
let outcome: unknown;
try {
  const document = parseSbom(content);
  const { faults } = await validateSbom({ ...document, text: content });
  outcome = {
    text: JSON.stringify(document.native),
    codes: [...document.problems, ...faults].map(({ code }) => code),
  };
} catch (error) {
  outcome = isSbomError(error)
    ? { code: error.code, message: error.message }
    : { code: "UNTYPED", message: String(error) };
}
const { user, system } = process.cpuUsage(start);
const result = {
  outcome,
  polluted: Object.hasOwn(Object.prototype, "polluted"),
  milliseconds: (user + system) / 1000,
  kibibytes: process.resourceUsage().maxRSS,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
