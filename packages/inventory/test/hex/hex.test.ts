import fc from "fast-check";
import { expect, test } from "vitest";
import { parseApplication } from "../../src/hex/parse-application.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const cowboy = `%% generated
{application, 'cowboy', [
	{description, "Small, \\"fast\\" HTTP server."},
	{vsn, "2.10.0"},
	{modules, ['cowboy','cowboy_app']},
	{registered, [cowboy_sup]},
	{applications, [kernel,stdlib,ranch]},
	{optional_applications, [telemetry]},
	{env, [{ratio, 0.5}, {flag, <<"x">>}]}
]}.
`;

test("finds applications with what they need, and tells those of Erlang/OTP from Hex's", async () => {
  const bom = await takeInventory({
    "/app/lib/cowboy-2.10.0/ebin/cowboy.app": cowboy,
    "/app/lib/cowboy-2.10.0/ebin/cowboy.beam": "",
    "/usr/lib/erlang/lib/kernel-8.5.3/ebin/kernel.app":
      '{application, kernel, [{vsn, "8.5.3"}, {applications, []}]}.',
    "/app/lib/broken/ebin/broken.app": "{application, ",
  });
  expect(bom.packages.map(({ purl, description }) => [purl, description])).toEqual([
    ["pkg:hex/cowboy@2.10.0", 'Small, "fast" HTTP server.'],
    ["pkg:otp/kernel@8.5.3", undefined],
  ]);
  expect(
    bom.dependencies.map(({ kind, requirement, satisfiedBy }) => [kind, requirement, satisfiedBy]),
  ).toEqual([
    ["optional", "telemetry", []],
    ["runtime", "kernel", ["pkg:otp/kernel@8.5.3"]],
    ["runtime", "ranch", []],
    ["runtime", "stdlib", []],
  ]);
  expect(reasonOf(bom, "/app/lib/cowboy-2.10.0/ebin/cowboy.beam")).toEqual({
    kind: "owned",
    by: ["cowboy"],
  });
  expect(bom.problems).toMatchObject([
    { code: "HEX_APPLICATION_INVALID", path: "/app/lib/broken/ebin/broken.app" },
  ]);
});

test("takes any cut and any text", () => {
  for (let length = 0; length < cowboy.lastIndexOf("}"); length++) {
    expect(parseApplication(cowboy.slice(0, length))).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."{}[]'\"\\,.% a1<>\n") }), (text) => {
      expect(parseApplication(`{application, a, [${text}]}.`)?.name ?? "a").toBe("a");
    }),
  );
  expect(parseApplication("{".repeat(100_000))).toBeUndefined();
});
