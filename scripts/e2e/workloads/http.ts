import type { CommandStep } from "../step.ts";

/** A request by curl; what it writes is the body, then status and content type on a line of their own. */
export function request(
  name: string,
  url: string,
  expect: string | RegExp,
  ...flags: readonly string[]
): CommandStep {
  const trailer = "\n%{http_code} %{content_type}";
  return {
    kind: "command",
    name,
    at: "client",
    command: ["/usr/bin/curl", "--silent", "--write-out", trailer, ...flags, url],
    expect,
  };
}
