import {
  defaultExtractors,
  type Extractor,
  inventory,
  isInventoryError,
  normalizePypiName,
} from "@coppice/inventory";
import { type FileTree, isCoppiceError, type Problem, parseDocument } from "@coppice/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextTree, createTree } from "./create-tree.ts";
import { renderElf } from "./render-elf.ts";
import { dpkgFiles, reasonOf, takeInventory } from "./take-inventory.ts";

const system = {
  ...dpkgFiles({
    two: { fields: "Depends: one", list: ["/usr/bin/tool"] },
    one: { list: ["/usr/bin/tool"] },
  }),
  "/usr/bin/tool": renderElf({ bits: 64, order: "little", interpreter: "/lib/ld.so" }),
  "/usr/bin/broken": renderElf({ bits: 64, order: "little" }).subarray(0, 70),
  "/usr/bin/script": "#!/bin/sh -e\n",
  "/app/node_modules/x/package.json": '{"name":"x","version":"1.0.0"}',
};

test("gives a document that the published schema allows", async () => {
  const bom = await takeInventory(system);
  expect(parseDocument("bom", JSON.parse(JSON.stringify(bom)))).toEqual(bom);
  expect(bom.tool.name).toBe("@coppice/inventory");
});

test("gives the same document whatever the order of the input", async () => {
  const entries = [...createTextTree(system).entries()];
  const tree = createTextTree(system);
  const { stat, resolve, read } = tree;
  const turned = { stat, resolve, read, entries: () => entries.toReversed() };
  expect(JSON.stringify(await takeInventory(turned))).toBe(
    JSON.stringify(await takeInventory(tree)),
  );
});

test("knows every path once, with the facts of programs and scripts", async () => {
  const bom = await takeInventory(system);
  expect(bom.files?.map(({ path }) => path)).toEqual(
    [...createTextTree(system).entries()].map(({ path }) => path),
  );
  const fileAt = (path: string) => bom.files?.find((file) => file.path === path);
  expect(fileAt("/usr/bin/tool")?.elf).toMatchObject({ interpreter: "/lib/ld.so", needed: [] });
  expect(fileAt("/usr/bin/script")?.shebang).toEqual({ interpreter: "/bin/sh", argument: "-e" });
  expect(fileAt("/usr/bin/broken")?.elf).toBeUndefined();
  expect(bom.problems).toMatchObject([{ code: "ELF_INVALID", path: "/usr/bin/broken" }]);
});

test("takes no shebang from a file that cannot be executed", async () => {
  const entry = { path: "/x", type: "file", mode: 0o644, uid: 0, gid: 0, size: 10 } as const;
  const tree = createTree([entry], () => new TextEncoder().encode("#!/bin/sh\n"));
  const bom = await takeInventory(tree);
  expect(bom.files?.map(({ shebang }) => shebang)).toEqual([undefined]);
});

test("keeps the findings of the others when an extractor fails, at once or late", async () => {
  const failing: Extractor = {
    name: "failing",
    version: 1,
    ecosystem: "none",
    capabilities: {
      reads: [],
      presence: ["installed"],
      files: true,
      digests: false,
      dependencies: false,
      licenses: false,
    },
    wants: () => true,
    extract: async () => ({
      packages: [],
      dependencies: [],
      databases: [],
      configuration: [],
      claims: (function* () {
        yield { path: "/app", package: "nobody" };
        throw new Error("late");
      })(),
    }),
  };
  const worse: Extractor = { ...failing, name: "worse", wants: () => JSON.parse("{") };
  const seen: Problem[] = [];
  const bom = await takeInventory(system, {
    extractors: [failing, worse, ...defaultExtractors],
    onProblem: (problem) => seen.push(problem),
  });
  const failures = bom.problems.filter(({ code }) => code === "EXTRACTOR_FAILED");
  expect(failures.map(({ message }) => message.split(" ", 1)[0])).toEqual(["failing", "worse"]);
  expect(bom.packages.map(({ name }) => name)).toEqual(["one", "two", "x"]);
  expect(seen).toHaveLength(bom.problems.length);
});

test("lets a caller add an ecosystem", async () => {
  const extractor: Extractor = {
    name: "lines",
    version: 1,
    ecosystem: "lines",
    capabilities: {
      reads: [],
      presence: ["installed"],
      files: true,
      digests: false,
      dependencies: false,
      licenses: false,
    },
    wants: ({ path }) => path.endsWith(".lines"),
    extract: async ({ wanted, read, identify }) => {
      const [entry] = wanted;
      const name = normalizePypiName(new TextDecoder().decode(entry && (await read(entry.path))));
      const id = identify(`pkg:generic/${name}`, "/x.lines");
      return {
        packages: [{ id, ecosystem: "lines", name, presence: "installed", foundBy: "lines" }],
        dependencies: [],
        claims: [{ path: "/data", package: id }],
        databases: ["/x.lines"],
        configuration: [],
      };
    },
  };
  const bom = await takeInventory(
    { "/x.lines": "Hello", "/data": "" },
    { extractors: [extractor] },
  );
  expect(reasonOf(bom, "/data")).toEqual({ kind: "owned", by: ["hello"] });
  expect(reasonOf(bom, "/x.lines")).toEqual({ kind: "package-database", ecosystem: "lines" });
});

test("skips a file that is too large or cannot be read, and says so", async () => {
  const large = await takeInventory(system, { limits: { metadataBytes: 100 } });
  expect(large.problems.map(({ code, path }) => `${code} ${path}`)).toContain(
    "FILE_TOO_LARGE /var/lib/dpkg/status",
  );
  expect(large.packages.map(({ name }) => name)).toEqual(["x"]);
  const tree = createTextTree(system);
  const unreadable = await takeInventory({
    ...tree,
    read: (path, range) => tree.read(path === "/var/lib/dpkg/status" ? "/absent" : path, range),
  });
  expect(unreadable.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "ELF_INVALID /usr/bin/broken",
    "FILE_UNREADABLE /var/lib/dpkg/status",
    "FILE_UNREADABLE /var/lib/dpkg/status",
  ]);
});

test("refuses a tree with too many entries", async () => {
  const error: unknown = await takeInventory(system, { limits: { files: 3 } }).catch((e) => e);
  expect(isInventoryError(error) && error.code).toBe("TOO_MANY_FILES");
});

test("passes on a fault of the tree that is none of the input's", async () => {
  const fault = new TypeError("a fault of the caller's tree");
  const tree = createTextTree({ "/x": "text" });
  const broken = {
    ...tree,
    // biome-ignore lint/correctness/useYield: it fails before it gives anything.
    read: async function* () {
      throw fault;
    },
  };
  await expect(takeInventory(broken)).rejects.toBe(fault);
  expect(isCoppiceError(fault)).toBe(false);
});

test("gives every package an id of its own, also where purls leave case out", async () => {
  const bom = await takeInventory(dpkgFiles({ Tool: {}, tool: {}, tOOl: {} }));
  expect(new Set(bom.packages.map(({ id }) => id)).size).toBe(3);
});

test("gives the same document however the content of files is cut", async () => {
  const tree = createTextTree(system);
  const whole = JSON.stringify(await takeInventory(tree));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
      const cut: FileTree = {
        ...tree,
        async *read(path, range) {
          for await (const chunk of tree.read(path, range)) {
            for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
          }
        },
      };
      expect(JSON.stringify(await takeInventory(cut))).toBe(whole);
    }),
    { numRuns: 10 },
  );
});

test("gives a document for rubbish in every file that it reads", async () => {
  const site = "/usr/lib/python3/dist-packages";
  const paths = [
    "/etc/os-release",
    "/etc/ld.so.conf",
    "/var/lib/dpkg/status.d/x",
    "/var/lib/dpkg/diversions",
    "/var/lib/dpkg/info/a.list",
    "/var/lib/dpkg/info/a.conffiles",
    "/var/lib/dpkg/info/a.postinst",
    "/var/lib/dpkg/info/b.md5sums",
    "/node_modules/x/package.json",
    `${site}/a.dist-info/RECORD`,
    `${site}/b.egg-info/requires.txt`,
    `${site}/b.egg-info/top_level.txt`,
    `${site}/x.dist-info/METADATA`,
  ];
  const sound = {
    "/var/lib/dpkg/status": "Package: a\nVersion: 1\n\nPackage: b\nVersion: 1\n",
    [`${site}/a.dist-info/METADATA`]: "Name: a\nVersion: 1\n",
    [`${site}/b.egg-info/PKG-INFO`]: "Name: b\nVersion: 1\n",
  };
  const piece = fc.constantFrom(
    ..."/.,:;\"'[]{}()|=<>#* \n\t",
    ...[
      "..",
      "include ",
      "Name: ",
      "Version: 1\n",
      "Package: a\n",
      '{"name":"x"',
      "\ud800",
      "__proto__",
    ],
  );
  const rubbish = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
  await fc.assert(
    fc.asyncProperty(
      fc.array(rubbish, { minLength: paths.length, maxLength: paths.length }),
      async (texts) => {
        const files = Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? ""]));
        const bom = await takeInventory({ ...sound, ...files });
        expect(bom.problems.map(({ code }) => code)).not.toContain("EXTRACTOR_FAILED");
        expect(bom.packages.map(({ name }) => name)).toEqual(expect.arrayContaining(["a", "b"]));
      },
    ),
    { numRuns: 200 },
  );
});

test("stops when it is told to", async () => {
  const reason = new Error("stopped");
  const signal = AbortSignal.abort(reason);
  const subject = { name: "x", digest: "sha256:00" };
  await expect(inventory(createTextTree(system), { subject, signal })).rejects.toBe(reason);
});
