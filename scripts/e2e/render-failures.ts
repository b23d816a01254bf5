import { listChecks } from "./list-checks.ts";
import type { Report } from "./report.ts";

/** Everything that must hold and does not, a paragraph each. */
export function renderFailures(report: Report): string {
  return listChecks(report)
    .filter(({ passed }) => !passed)
    .map(({ detail, name, place }) => `FAILED ${place}: ${name}\n${indent(detail)}`)
    .join("");
}

/** What the trace never saw and no longer works: no failure, but worth to know before hardening for good. */
export function renderHeldOut({ images }: Report): string {
  return images
    .flatMap(({ image, states }) =>
      states
        .filter(({ heldOut }) => heldOut.failures.length > 0)
        .map(
          ({ heldOut, state }) =>
            `held out, ${image}, ${state}\n${indent(heldOut.failures.join("\n"))}`,
        ),
    )
    .join("");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ").concat("\n");
}
