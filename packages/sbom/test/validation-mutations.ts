import fc from "fast-check";

/** Draws from 0 to `below` - 1. */
export type Draw = (below: number) => number;

/** A source of choices that fast-check can shrink: each is taken from the list, which starts again at its end. */
export const draws: fc.Arbitrary<Draw> = fc
  .array(fc.nat(1_000_000), { minLength: 4, maxLength: 40 })
  .map((numbers) => {
    let next = 0;
    return (below) => {
      next += 1;
      return below < 1 ? 0 : ((numbers[next % numbers.length] ?? 0) + next) % below;
    };
  });

const otherValues: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  2024,
  "",
  "x",
  "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#x",
  "2024-02-30T00:00:00Z",
  "https://example.com/%zz",
  "a b",
  "_:b",
  "SPDXRef-a",
  [],
  {},
  [[]],
  ["a", "a"],
  { name: "x" },
  { __proto__: null, type: "x" },
];

/** A copy of JSON with a few changes: something removed, renamed, replaced, repeated, moved or added. */
export function mutateJson(value: unknown, draw: Draw): unknown {
  const copy: unknown = structuredClone(value);
  const root = { root: copy };
  for (let times = 1 + draw(3); times > 0; times -= 1) mutateOnce(root, draw);
  return root.root;
}

interface Container {
  [member: string]: unknown;
}

function mutateOnce(root: { root: unknown }, draw: Draw): void {
  const containers: Container[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    containers.push(value as Container);
    for (const inside of Object.values(value)) collect(inside);
  };
  collect(root.root);
  const container = containers[draw(containers.length)];
  if (container === undefined) return;
  const names = Object.keys(container);
  const name = names[draw(names.length)] ?? "x";
  const value = container[name];
  const other = structuredClone(otherValues[draw(otherValues.length)]);
  if (Array.isArray(container)) {
    const position = Number(name) || 0;
    const edits = [
      () => container.splice(position, 1),
      () => container.push(structuredClone(value) ?? other),
      () => container.splice(position, 1, other),
      () => container.reverse(),
    ];
    edits[draw(edits.length)]?.();
    return;
  }
  const edits = [
    () => delete container[name],
    () => {
      container[name] = other;
    },
    () => {
      container[`${name}s`] = value ?? null;
    },
    () => {
      delete container[name];
      container[["id", "name", "ref", "type", "text", "url"][draw(6)] ?? ""] = value ?? null;
    },
    () => {
      container[name] =
        typeof value === "string" ? value.slice(0, draw(value.length + 1)) : [value];
    },
    () => {
      const donor = containers[draw(containers.length)];
      if (donor) container[name] = structuredClone(donor);
    },
  ];
  edits[draw(edits.length)]?.();
}
