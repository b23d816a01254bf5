import { createHash } from "node:crypto";
import { readBytes } from "@coppice/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLuaTables } from "../../src/luarocks/parse-lua-tables.ts";
import { createTextTree } from "../create-tree.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const rockspec = `package = "LuaSocket" -- a comment
version = "3.1.0-1"
source = { url = "git+https://example.invalid", tag = "v3" }
description = {
  summary = "Network support",
  detailed = [[
Lines with "quotes" and { braces }
]],
  license = 'MIT'
}
dependencies = { "lua >= 5.1", "lpeg ~> 1.0" }
build = { type = "builtin", modules = { ["socket.core"] = { sources = { "a.c" }, debug = true } } }
`;
const records = "/usr/local/lib/luarocks/rocks-5.4/luasocket/3.1.0-1";
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

test("finds rocks, what they put in place, and what of it was changed", async () => {
  const files = createTextTree({
    [`${records}/luasocket-3.1.0-1.rockspec`]: rockspec,
    [`${records}/rock_manifest`]: `rock_manifest = {
  lua = { ["socket.lua"] = "${md5("return 1")}", socket = { ["http.lua"] = "${md5("old")}" } },
  lib = { socket = { ["core.so"] = "00" } },
  ["luasocket-3.1.0-1.rockspec"] = "${md5(rockspec)}"
}`,
    "/usr/local/share/lua/5.4/socket.lua": "return 1",
    "/usr/local/share/lua/5.4/socket/http.lua": "new",
    "/usr/local/lib/luarocks/rocks-5.4/lpeg/1.0.2-1/lpeg-1.0.2-1.rockspec":
      'package = "LPeg"\nversion = "1.0.2-1"\n',
    "/usr/local/lib/luarocks/rocks-5.4/manifest": "",
    "/usr/local/lib/luarocks/rocks-5.4/bad/1-1/bad-1-1.rockspec": "return {}",
    [`${records}/doc/fixtures/x.rockspec`]: 'package = "x"',
  });
  const bom = await takeInventory({
    ...files,
    digest: async (path, algorithm) => {
      const hash = createHash(algorithm).update(await readBytes(files, path));
      return `${algorithm}:${hash.digest("hex")}`;
    },
  });
  expect(bom.packages).toMatchObject([
    { purl: "pkg:luarocks/bad@1-1" },
    { purl: "pkg:luarocks/lpeg@1.0.2-1" },
    {
      purl: "pkg:luarocks/luasocket@3.1.0-1",
      licenses: ["MIT"],
      description: "Network support",
      modifiedSinceInstall: [
        {
          path: "/usr/local/share/lua/5.4/socket/http.lua",
          recorded: `md5:${md5("old")}`,
          found: `md5:${md5("new")}`,
        },
      ],
    },
  ]);
  expect(bom.dependencies).toMatchObject([
    { requirement: "lpeg ~> 1.0", satisfiedBy: ["pkg:luarocks/lpeg@1.0.2-1"] },
  ]);
  expect(reasonOf(bom, "/usr/local/share/lua/5.4/socket.lua")).toEqual({
    kind: "owned",
    by: ["luasocket"],
  });
  expect(reasonOf(bom, "/usr/local/lib/luarocks/rocks-5.4/manifest")).toEqual({
    kind: "package-database",
    ecosystem: "luarocks",
  });
  expect(bom.problems).toMatchObject([{ code: "LUAROCKS_ROCKSPEC_INVALID" }]);
});

test("takes computed names from the folder, claims through links, and nothing beside the tree", async () => {
  const folder = "/lib/luarocks/rocks-5.1/kong/2.0-1";
  const bom = await takeInventory({
    [`/opt${folder}/kong-2.0-1.rockspec`]:
      'local v = "9"\npackage = "kong"\nversion = v .. "-1"\ndescription = { license = license_name }\n',
    [`/opt${folder}/rock_manifest`]:
      'rock_manifest = { lua = { ["kong.lua"] = "no digest", [".."] = { ["x.lua"] = "" }, ["../y.lua"] = "" } }',
    "/opt/share/lua/5.1": "-> /modules",
    "/modules/kong.lua": "",
    "/opt/share/lua/x.lua": "",
    "/opt/share/lua/y.lua": "",
  });
  expect(bom.packages.map(({ purl, licenses }) => [purl, licenses])).toEqual([
    ["pkg:luarocks/kong@2.0-1", undefined],
  ]);
  expect(reasonOf(bom, "/modules/kong.lua")).toEqual({ kind: "owned", by: ["kong"] });
  expect(reasonOf(bom, "/opt/share/lua/x.lua")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, "/opt/share/lua/y.lua")).toEqual({ kind: "unowned" });
});

test("reads tables as Lua does, and takes any text", () => {
  expect(parseLuaTables('a = { 1, "x", y = "z", "w" }').get("a")).toEqual(
    new Map([
      ["1", "x"],
      ["y", "z"],
      ["2", "w"],
    ]),
  );
  expect(parseLuaTables("a = b\nc = true").get("c")).toBe("true");
  expect(parseLuaTables("a = b").size).toBe(0);
  expect(parseLuaTables("a = [==[x]]y]==]").get("a")).toBe("x]]y");
  expect(parseLuaTables(`a = ${"{".repeat(100_000)}`).size).toBe(1);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."{}[]='\"\\-,a1 \n") }), (text) => {
      expect(parseLuaTables(text)).toBeInstanceOf(Map);
    }),
  );
});
