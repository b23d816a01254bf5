import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSbomGraph } from "../src/graph/create-sbom-graph.ts";
import { dependencyKinds } from "../src/graph/dependency-kinds.ts";
import { findCycles } from "../src/graph/find-cycles.ts";
import { findRoots } from "../src/graph/find-roots.ts";
import { measureDepths } from "../src/graph/measure-depths.ts";
import { dependenciesOf, dependentsOf } from "../src/graph/neighbours.ts";
import { pathsTo } from "../src/graph/paths-to.ts";
import { reachableFrom } from "../src/graph/reachable-from.ts";
import { sortTopologically } from "../src/graph/sort-topologically.ts";
import { isSbomError } from "../src/sbom-error.ts";
import { anyGraphModel, modelOf } from "./sbom-model.ts";

const shop = createSbomGraph(
  modelOf(
    ["shop", "express", "qs", "jest", "left-pad"],
    [
      "shop > express runtime",
      "shop > jest test",
      "express > qs",
      "jest > qs",
      "qs > qs",
      "shop > express",
      "shop contains left-pad",
      "qs > DocumentRef-x:SPDXRef-y",
    ],
  ),
);

describe("a graph", () => {
  test("has the dependencies and dependents of a ref once, in the document's order", () => {
    expect(dependenciesOf(shop, "shop")).toEqual(["express", "jest"]);
    expect(dependentsOf(shop, "qs")).toEqual(["express", "jest", "qs"]);
    expect(dependentsOf(shop, "shop")).toEqual([]);
  });

  test("has a node for a ref that only a relation names", () => {
    expect(dependenciesOf(shop, "qs")).toEqual(["qs", "DocumentRef-x:SPDXRef-y"]);
    expect(shop.components.at(-1)).toBeUndefined();
    expect(shop.components.at(0)?.name).toBe("shop");
  });

  test("leaves out kinds and scopes that were not asked for", () => {
    const model = modelOf(
      ["a", "b", "c", "d"],
      ["a > b test", "a contains c", "a > d runtime", "c > d"],
    );
    const containing = createSbomGraph(model, { kinds: [...dependencyKinds, "contains"] });
    expect(dependenciesOf(containing, "a")).toEqual(["b", "c", "d"]);
    const runtime = createSbomGraph(model, { scopes: ["runtime"] });
    expect(dependenciesOf(runtime, "a")).toEqual(["d"]);
    expect(dependenciesOf(runtime, "c")).toEqual(["d"]);
  });

  test("knows the first of two components with one ref", () => {
    const graph = createSbomGraph(modelOf(["a", "b", "a"], ["a > b"]));
    expect(graph.refs).toEqual(["a", "b"]);
    expect(graph.components.map((component) => component?.name)).toEqual(["a", "b"]);
  });

  test("refuses a ref that it does not have", () => {
    for (const ask of [
      () => dependenciesOf(shop, "nobody"),
      () => pathsTo(shop, "nobody"),
      () => reachableFrom(shop, ["nobody"]),
      () => measureDepths(shop, { from: ["__proto__"] }),
    ]) {
      expect(ask).toThrow(/is neither a component nor an end of a relation/);
      expect(isSbomError(catching(ask))).toBe(true);
    }
  });

  test("of nothing has nothing", () => {
    const graph = createSbomGraph(modelOf([]));
    expect(findRoots(graph)).toEqual([]);
    expect(findCycles(graph)).toEqual([]);
    expect(sortTopologically(graph)).toEqual([]);
    expect(measureDepths(graph)).toEqual(new Map());
  });
});

describe("reachability", () => {
  test("goes down, or up when told", () => {
    expect([...reachableFrom(shop, ["express"])]).toEqual([
      "express",
      "qs",
      "DocumentRef-x:SPDXRef-y",
    ]);
    expect([...reachableFrom(shop, ["express"], { direction: "dependents" })]).toEqual([
      "express",
      "shop",
    ]);
    expect([...reachableFrom(shop, [])]).toEqual([]);
  });

  test("is what following every edge until nothing is new finds", () => {
    fc.assert(
      fc.property(anyGraphModel(12, 24), (model) => {
        const graph = createSbomGraph(model);
        const found = new Set(["n0"]);
        for (let before = -1; before !== found.size; ) {
          before = found.size;
          for (const { from, to } of model.relationships) if (found.has(from)) found.add(to);
        }
        expect(new Set(reachableFrom(graph, ["n0"]))).toEqual(found);
      }),
    );
  });

  test("survives a chain of 100,000", () => {
    const size = 100_000;
    const graph = createSbomGraph({
      components: [],
      relationships: Array.from({ length: size }, (_, at) => ({
        from: `n${at}`,
        kind: "dependsOn",
        to: `n${at + 1}`,
      })),
    });
    expect(reachableFrom(graph, ["n0"]).size).toBe(size + 1);
    expect(findRoots(graph)).toEqual(["n0"]);
    expect(findCycles(graph)).toEqual([]);
    expect(sortTopologically(graph).at(-1)).toBe("n0");
    expect(measureDepths(graph).get(`n${size}`)).toBe(size);
    expect(pathsTo(graph, `n${size}`)).toEqual({ paths: [], complete: false });
    const [path] = pathsTo(graph, `n${size}`, { maximumLength: size }).paths;
    expect(path).toHaveLength(size + 1);
  });
});

describe("roots, cycles, depths and order", () => {
  test("are those of the graph", () => {
    const graph = createSbomGraph(
      modelOf(["b", "a", "c", "d", "self"], ["a > b", "b > a", "b > c", "c > d", "self > self"]),
    );
    expect(findRoots(graph)).toEqual(["b", "self"]);
    expect(findCycles(graph)).toEqual([["b", "a"], ["self"]]);
    expect(sortTopologically(graph)).toEqual(["d", "c", "b", "a", "self"]);
    expect([...measureDepths(graph)]).toEqual([
      ["b", 0],
      ["self", 0],
      ["a", 1],
      ["c", 1],
      ["d", 2],
    ]);
    expect([...measureDepths(graph, { from: ["c", "c"] })]).toEqual([
      ["c", 0],
      ["d", 1],
    ]);
  });

  test("every ref is reachable from the roots, and from no root another", () => {
    fc.assert(
      fc.property(anyGraphModel(12, 20), (model) => {
        const graph = createSbomGraph(model);
        const roots = findRoots(graph);
        expect(reachableFrom(graph, roots).size).toBe(graph.refs.length);
        for (const root of roots) {
          const others = roots.filter((ref) => ref !== root);
          expect(reachableFrom(graph, others).has(root)).toBe(false);
        }
      }),
    );
  });

  test("refs of one cycle, and only they, reach each other", () => {
    fc.assert(
      fc.property(anyGraphModel(10, 20), (model) => {
        const graph = createSbomGraph(model);
        const group = new Map(
          findCycles(graph).flatMap((refs, at) => refs.map((ref) => [ref, at] as const)),
        );
        for (const from of graph.refs) {
          const below = new Set(
            dependenciesOf(graph, from).flatMap((ref) => [...reachableFrom(graph, [ref])]),
          );
          expect(group.has(from)).toBe(below.has(from));
          for (const to of below) {
            if (to === from) continue;
            const together = group.has(from) && group.get(from) === group.get(to);
            expect(reachableFrom(graph, [to]).has(from)).toBe(together);
          }
        }
      }),
    );
  });

  test("in topological order a ref stands after all that it needs outside of its cycle", () => {
    fc.assert(
      fc.property(anyGraphModel(12, 24), (model) => {
        const graph = createSbomGraph(model);
        const order = new Map(sortTopologically(graph).map((ref, at) => [ref, at]));
        expect(order.size).toBe(graph.refs.length);
        for (const { from, to } of model.relationships) {
          if (reachableFrom(graph, [to]).has(from)) continue;
          expect(order.get(from) ?? 0).toBeGreaterThan(order.get(to) ?? 0);
        }
      }),
    );
  });
});

describe("paths to a ref", () => {
  test("are the shortest first, from the roots", () => {
    const graph = createSbomGraph(
      modelOf(
        ["app", "x", "y", "z", "t"],
        ["app > x", "app > y", "x > t", "y > z", "z > t", "y > t"],
      ),
    );
    expect(pathsTo(graph, "t")).toEqual({
      paths: [
        ["app", "x", "t"],
        ["app", "y", "t"],
        ["app", "y", "z", "t"],
      ],
      complete: true,
    });
    expect(pathsTo(graph, "t", { limit: 2 })).toEqual({
      paths: [
        ["app", "x", "t"],
        ["app", "y", "t"],
      ],
      complete: false,
    });
    expect(pathsTo(graph, "t", { maximumLength: 2 }).complete).toBe(false);
    expect(pathsTo(graph, "t", { from: ["y", "y"], limit: 2 })).toEqual({
      paths: [
        ["y", "t"],
        ["y", "z", "t"],
      ],
      complete: true,
    });
    expect(pathsTo(graph, "app")).toEqual({ paths: [["app"]], complete: true });
    expect(pathsTo(graph, "app", { from: ["t"] })).toEqual({ paths: [], complete: true });
  });

  test("are all simple paths, in order of length, whatever the graph", () => {
    fc.assert(
      fc.property(anyGraphModel(7, 20), fc.integer({ min: 1, max: 6 }), (model, maximumLength) => {
        const graph = createSbomGraph(model);
        const all = simplePaths(
          graph.refs.map((ref) => [ref, dependenciesOf(graph, ref)]),
          "n0",
        );
        const target = graph.refs.at(-1) ?? "n0";
        const expected = all.filter((path) => path.at(-1) === target);
        const short = expected.filter((path) => path.length <= maximumLength + 1);
        const found = pathsTo(graph, target, { from: ["n0"], limit: 1e6, maximumLength });
        expect(found.complete).toBe(short.length === expected.length);
        expect(found.paths.map((path) => path.length)).toEqual(
          short.map((path) => path.length).sort((a, b) => a - b),
        );
        expect(new Set(found.paths.map(String))).toEqual(new Set(short.map(String)));
        const limited = pathsTo(graph, target, { from: ["n0"], limit: 3, maximumLength });
        expect(limited.paths).toEqual(found.paths.slice(0, 3));
        expect(limited.complete).toBe(found.complete && short.length <= 3);
      }),
      { numRuns: 200 },
    );
  });

  test("are found in a clique that leads nowhere but back, and in a ladder of 2^60 paths", () => {
    const names = Array.from({ length: 60 }, (_, at) => `n${at}`);
    const clique = names.flatMap((from) => names.map((to) => `${from} > ${to}`));
    const trap = createSbomGraph(modelOf(["root"], ["root > n0", "n0 > target", ...clique]));
    expect(pathsTo(trap, "target", { from: ["root"] })).toEqual({
      paths: [["root", "n0", "target"]],
      complete: true,
    });
    const ladder = createSbomGraph(
      modelOf(
        [],
        Array.from({ length: 60 }, (_, at) => [
          `l${at} > l${at + 1}`,
          `l${at} > r${at + 1}`,
          `r${at} > l${at + 1}`,
          `r${at} > r${at + 1}`,
        ]).flat(),
      ),
    );
    const { paths, complete } = pathsTo(ladder, "l60", { limit: 50 });
    expect(new Set(paths.map(String)).size).toBe(50);
    expect(complete).toBe(false);
  });
});

/** Every simple path from `start`, by trying. */
function simplePaths(
  edges: readonly (readonly [string, readonly string[]])[],
  start: string,
): readonly (readonly string[])[] {
  const targets = new Map(edges);
  const extend = (path: readonly string[]): readonly (readonly string[])[] => [
    path,
    ...(targets.get(path.at(-1) ?? "") ?? [])
      .filter((next) => !path.includes(next))
      .flatMap((next) => extend([...path, next])),
  ];
  return extend([start]);
}

function catching(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
