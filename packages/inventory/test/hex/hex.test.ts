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

test("lets an application need those of its own release, and calls those of Erlang by their type there", async () => {
  const app = (name: string, version: string, needs = "") =>
    `{application, ${name}, [{vsn, "${version}"}, {applications, [${needs}]}]}.`;
  const bom = await takeInventory({
    "/a/lib/web-1.0/ebin/web.app": app("web", "1.0", "ranch, crypto"),
    "/a/lib/ranch-1.8.0/ebin/ranch.app": app("ranch", "1.8.0"),
    "/a/lib/crypto-5.4/ebin/crypto.app": app("crypto", "5.4"),
    "/b/lib/ranch-2.1.0/ebin/ranch.app": app("ranch", "2.1.0"),
    "/usr/lib/erlang/lib/jiffy-1.1.1/ebin/jiffy.app": app("jiffy", "1.1.1", "web"),
  });
  expect(
    bom.dependencies.map(({ from, requirement, satisfiedBy }) => [from, requirement, satisfiedBy]),
  ).toEqual([
    ["pkg:hex/jiffy@1.1.1", "web", ["pkg:hex/web@1.0"]],
    ["pkg:hex/web@1.0", "crypto", ["pkg:otp/crypto@5.4"]],
    ["pkg:hex/web@1.0", "ranch", ["pkg:hex/ranch@1.8.0"]],
  ]);
});

test("leaves to an application its own folder, and none that lies around it", async () => {
  const bom = await takeInventory({
    "/ebin/root.app": '{application, root, [{vsn, "1"}]}.',
    "/ebin/other.app": '{application, other, [{vsn, "1"}]}.',
    "/usr/ebin/usr.app": '{application, "usr", [{vsn, "1"}]}.',
    "/usr/bin/tool": "",
    "/srv/ebin/x.app": '{application, x, [{vsn, "1"}]}.',
    "/srv/data": "",
    "/etc/passwd-like": "",
    "/usr/lib/in-it/ebin/in-it.app": "{application, 'in-it', []}.",
    "/usr/lib/in-it/file": "",
  });
  expect(reasonOf(bom, "/etc/passwd-like")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/srv/data")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/srv/ebin/x.app")).toEqual({ kind: "owned", by: ["x"] });
  expect(reasonOf(bom, "/usr/lib/in-it/file")).toEqual({ kind: "owned", by: ["in-it"] });
  expect(reasonOf(bom, "/ebin/root.app")).toEqual({ kind: "owned", by: ["root", "other"] });
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
