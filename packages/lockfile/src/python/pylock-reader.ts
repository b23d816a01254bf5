import { listOf, memberOf, textOf } from "../data/members.ts";
import { parseToml } from "../data/parse-toml.ts";
import { present } from "../data/present.ts";
import { pushTo } from "../data/push-to.ts";
import { gitSource } from "../git-source.ts";
import type { LockedSource } from "../locked-source.ts";
import { LockfileError } from "../lockfile-error.ts";
import type { LockfileDraft, LockfileInput, LockfileReader } from "../lockfile-reader.ts";
import { createKeys } from "./create-keys.ts";
import { normalizePythonName } from "./normalize-python-name.ts";
import { pythonFiles } from "./python-files.ts";

/** pylock.toml and pylock.NAME.toml. It does not say what the project requires itself, and often not what requires what. */
export const pylockReader: LockfileReader = {
  format: "pylock",
  ecosystem: "pypi",
  named: (base) => base.startsWith("pylock.") && base.endsWith(".toml"),
  resembles: (head) => /^lock-version = "1\./m.test(head) && head.includes("[[packages]]"),
  read,
};

/** Source: the PyPA specification "pylock.toml" (PEP 751). */
function read(input: LockfileInput): LockfileDraft {
  const { value: root, linesOf } = parseToml(input);
  const version = textOf(root, "lock-version");
  if (!version?.startsWith("1.")) {
    throw new LockfileError(
      "VERSION_UNSUPPORTED",
      `lock-version ${String(version).slice(0, 20)} of pylock.toml is not read; write it as version 1.0`,
    );
  }
  const list = listOf(memberOf(root, "packages"));
  const lines = linesOf("packages", list.length);
  const keyOf = createKeys();
  const entries = list.flatMap((value, index) => {
    const name = textOf(value, "name");
    const line = lines[index];
    if (name === undefined) {
      input.report("ENTRY_INVALID", "a package has no name", line);
      return [];
    }
    const stated = textOf(value, "version");
    return [
      { key: keyOf(stated === undefined ? name : `${name}==${stated}`), name, stated, value, line },
    ];
  });
  const keys = new Map<string, string[]>();
  for (const { key, name, stated } of entries) {
    for (const id of new Set([name, `${name}==${stated}`])) {
      pushTo(keys, normalizePythonName(id), key);
    }
  }
  const packages = entries.map(({ key, name, stated, value, line }) => {
    const parts = ["archive", "sdist"].map((part) => memberOf(value, part)).filter(Boolean);
    return {
      key,
      name,
      ...present({ version: stated, marker: textOf(value, "marker"), line }),
      source: sourceOf(value),
      artifacts: pythonFiles([...parts, ...listOf(memberOf(value, "wheels"))]),
      // A dependency is a table with as much of the package as tells it from others.
      dependencies: listOf(memberOf(value, "dependencies")).map((each) => {
        const required = textOf(each, "name") ?? "";
        const wanted = textOf(each, "version");
        const id = wanted === undefined ? required : `${required}==${wanted}`;
        return {
          name: required,
          kind: "runtime" as const,
          to: keys.get(normalizePythonName(id)) ?? [],
        };
      }),
    };
  });
  return { version, importers: [], packages };
}

function sourceOf(value: unknown): LockedSource {
  const vcs = memberOf(value, "vcs");
  if (vcs !== undefined) {
    return gitSource(textOf(vcs, "url") ?? textOf(vcs, "path") ?? "", {
      commit: textOf(vcs, "commit-id"),
      ref: textOf(vcs, "requested-revision"),
      directory: textOf(vcs, "subdirectory"),
    });
  }
  const directory = memberOf(value, "directory");
  if (directory !== undefined) {
    const linked = memberOf(directory, "editable") === true ? (true as const) : undefined;
    return { kind: "directory", path: textOf(directory, "path") ?? "", ...present({ linked }) };
  }
  const archive = memberOf(value, "archive");
  const url = textOf(archive, "url");
  if (url !== undefined) return { kind: "archive", url };
  const path = textOf(archive, "path");
  if (path !== undefined) return { kind: "file", path };
  const index = textOf(value, "index");
  return {
    kind: "registry",
    ...present({ registry: index?.endsWith("/") ? index.slice(0, -1) : index }),
  };
}
