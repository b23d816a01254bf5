import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const target = fileURLToPath(
  new URL("../packages/purl/src/generated/purl-types.ts", import.meta.url),
);

/** The members of a type definition that the table keeps. */
interface Definition {
  readonly type: string;
  readonly type_name: string;
  readonly repository: { readonly default_repository_url?: string };
  readonly namespace_definition: Component & { readonly requirement: string };
  readonly name_definition: Component;
  readonly version_definition?: Component;
  readonly subpath_definition?: Component;
  readonly qualifiers_definition?: readonly Qualifier[];
}

interface Component {
  readonly case_sensitive?: boolean;
  readonly permitted_characters?: string;
}

interface Qualifier {
  readonly key: string;
  readonly requirement?: string;
  readonly default_value?: string;
}

const notice = `// Facts of the type definitions of https://github.com/package-url/purl-spec, which are:
//
// Copyright (c) the purl authors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
// documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
// rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
// permit persons to whom the Software is furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
// Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
// WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
// COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
// OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

/** The table of purl types from a copy of the purl specification's repository: path and text of each file. */
export function purlTypeFiles(folder: string): Map<string, string> {
  const types = join(folder, "types");
  const rows = readdirSync(types)
    .filter((file) => file.endsWith("-definition.json"))
    .map((file): Definition => JSON.parse(readFileSync(join(types, file), "utf8")))
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map((definition) => `  ["${definition.type}", ${renderRow(definition)}],\n`);
  const text = `${notice}
import type { PurlType } from "../purl-type.ts";

/** What the registered types say, by type. */
export const purlTypes: ReadonlyMap<string, PurlType> = /* @__PURE__ */ new Map<string, PurlType>([
${rows.join("")}]);
`;
  return new Map([[target, text]]);
}

function renderRow(definition: Definition): string {
  const { repository, namespace_definition, name_definition, version_definition } = definition;
  const components = {
    namespace: namespace_definition,
    name: name_definition,
    version: version_definition,
    subpath: definition.subpath_definition,
  };
  const lowercase = Object.entries(components).map(
    ([name, component]) => `${name}: ${component?.case_sensitive === false}`,
  );
  const qualifiers = definition.qualifiers_definition ?? [];
  const required = qualifiers.filter(({ requirement }) => requirement === "required");
  const defaults = qualifiers.filter(({ default_value }) => default_value !== undefined);
  const members = [
    `title: ${JSON.stringify(definition.type_name)}`,
    `namespace: ${JSON.stringify(namespace_definition.requirement)}`,
    `lowercase: { ${lowercase.join(", ")} }`,
    `requiredQualifiers: ${JSON.stringify(required.map(({ key }) => key))}`,
    `defaultQualifiers: {${defaults
      .map(({ key, default_value }) => `${JSON.stringify(key)}: ${JSON.stringify(default_value)}`)
      .join(", ")}}`,
    `repository: ${JSON.stringify(repository.default_repository_url)}`,
    `namePattern: ${renderPattern(name_definition.permitted_characters)}`,
    `versionPattern: ${renderPattern(version_definition?.permitted_characters)}`,
  ];
  return `{ ${members.join(", ")} }`;
}

function renderPattern(pattern: string | undefined): string {
  return pattern === undefined ? "undefined" : String(new RegExp(pattern));
}
