import type { XmlReading } from "./xml-frame.ts";

/** Says what is wrong at the last start tag. */
export function reportXmlProblem(reading: XmlReading, code: string, message: string): void {
  reading.problems.push({ code, message: `line ${reading.line}: ${message}` });
}
