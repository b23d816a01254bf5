import { parseAuthenticate } from "@coppice/image";
import fc from "fast-check";
import { expect, test } from "vitest";

const parse = (header: string) =>
  parseAuthenticate(header).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);

test.each([
  ["", []],
  ["Basic", [["basic", {}]]],
  ['Basic realm="a"', [["basic", { realm: "a" }]]],
  [
    'Bearer realm="https://a/t",service="s",scope="repository:a/b:pull,push"',
    [["bearer", { realm: "https://a/t", service: "s", scope: "repository:a/b:pull,push" }]],
  ],
  [
    'Negotiate, BASIC realm="a" , Bearer REALM = "b" ,x=y',
    [
      ["negotiate", {}],
      ["basic", { realm: "a" }],
      ["bearer", { realm: "b", x: "y" }],
    ],
  ],
  ['Bearer realm="a\\"b\\\\"', [["bearer", { realm: 'a"b\\' }]]],
  ['Bearer realm="first",realm="second"', [["bearer", { realm: "first" }]]],
  ['Bearer realm="never ends', [["bearer", { realm: "never ends" }]]],
  ['realm="of nothing"', []],
  ["Bearer realm=https://a/t,service=s", [["bearer", { realm: "https://a/t", service: "s" }]]],
  ["Bearer __proto__=x", [["bearer", Object.fromEntries([["__proto__", "x"]])]]],
  [',,; = "x", Basic', [["basic", {}]]],
])("%j is understood", (header, challenges) => {
  expect(parse(header)).toEqual(challenges);
});

test("what is rendered is parsed, whatever the values", () => {
  const token = fc.stringMatching(/^[a-z][a-z0-9!#$%&'*+.^_`|~-]{0,8}$/);
  const parameters = fc.uniqueArray(fc.tuple(token, fc.string()), {
    maxLength: 4,
    selector: ([name]) => name,
  });
  const quote = (value: string) => `"${value.replace(/["\\]/g, "\\$&")}"`;
  fc.assert(
    fc.property(fc.array(fc.tuple(token, parameters), { maxLength: 4 }), (challenges) => {
      const header = challenges
        .map(([scheme, pairs]) =>
          `${scheme} ${pairs.map(([name, value]) => `${name}=${quote(value)}`).join(", ")}`.trim(),
        )
        .join(", ");
      expect(
        parseAuthenticate(header).map((found) => [found.scheme, [...found.parameters]]),
      ).toEqual(challenges);
    }),
  );
});

test("any text gives schemes that are tokens", () => {
  const text = fc.stringMatching(/^[A-Za-z "=,\\;]{0,60}$/);
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (header) => {
      for (const { scheme, parameters } of parseAuthenticate(header)) {
        expect(scheme).toMatch(/^[a-z0-9!#$%&'*+.^_`|~-]+$/);
        for (const name of parameters.keys()) expect(name).not.toBe("");
      }
    }),
  );
});
