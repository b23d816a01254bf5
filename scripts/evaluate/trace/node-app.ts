import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
import { gradeEvidence, type LogFormat, strace } from "@coppice/trace";
import {
  type Bom,
  compareGrades,
  type Grade,
  type RuntimeEvent,
  type Sightings,
} from "@coppice/types";
import type { Row } from "../evaluation.ts";
import {
  installNodeApp,
  listedPackages,
  recordedEvents,
  recordNodeApp,
  sources,
} from "./recorded-node-app.ts";

/** What one source shows of packages, by their ids. */
interface Shown {
  readonly opened: ReadonlySet<string>;
  readonly loaded: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
  /** Folders of code that was used that are those of no installed package. */
  readonly phantoms: ReadonlySet<string>;
  readonly unreadable: number;
}

/**
 * Runs an express app under strace, with V8's coverage, with the preloaded hook, and with all of them at once, and compares
 * the packages whose code each shows as loaded: to strace that is code which was opened. It needs npm's registry once.
 */
export async function* nodeApp(_corpus: string): AsyncIterable<Row> {
  const root = installNodeApp();
  if (root === undefined) {
    const skipped = "npm could not install it, or strace does not run here";
    yield { name: "express app", values: { skipped }, passed: true };
    return;
  }
  const image = await openImage(root, { digests: false });
  const bom = await inventory(image.tree, { subject: image.subject });
  await image.close();
  const listed = listedPackages();
  const found = new Set(
    bom.packages.flatMap(({ presence, location }) => {
      const folder = location?.replace(/\/package\.json$/, "") ?? "";
      return presence === "installed" && folder.startsWith("/node_modules/") ? [folder] : [];
    }),
  );
  yield {
    name: "express app: installed packages",
    values: { inventory: found.size, "npm ls": listed.size },
    passed: found.size === listed.size && [...listed].every((folder) => found.has(folder)),
  };
  const shown = new Map<string, Shown>();
  for (const together of [...sources.map((source) => [source]), sources]) {
    const folder = mkdtempSync(join(tmpdir(), "coppice-evaluate-"));
    try {
      recordNodeApp(folder, together);
      for (const source of together) {
        const name = `${source.name}${together.length > 1 ? ", all at once" : ""}`;
        shown.set(name, await readShown(bom, listed, folder, source));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const byAny = new Set([...shown.values()].flatMap(({ loaded }) => [...loaded]));
  for (const [name, { opened, loaded, called, phantoms, unreadable }] of shown) {
    const missing = [...byAny].filter((id) => !loaded.has(id));
    yield {
      name: `express app: ${name}`,
      values: {
        opened: opened.size,
        loaded: loaded.size,
        called: called.size,
        phantoms: [...phantoms].join(" ") || 0,
        "missing, shown by another": missing.join(" ") || 0,
        unreadable,
      },
      passed: loaded.size > 0 && phantoms.size + missing.length + unreadable === 0,
    };
  }
}

async function readShown(
  bom: Bom,
  listed: ReadonlySet<string>,
  folder: string,
  source: LogFormat,
): Promise<Shown> {
  const { events, problems } = await recordedEvents(folder, source);
  const evidence = await gradeEvidence([events], bom, { unit: "run", source, problems });
  const owners = new Map(
    (bom.files ?? []).map(({ path, attribution }) => [
      path,
      attribution.kind === "owned" ? attribution.by : [],
    ]),
  );
  const withFile = (least: Grade, wants: (path: string) => boolean): Set<string> =>
    new Set(
      evidence.files
        .filter(({ path, seen }) => wants(path) && isAtLeast(seen, least))
        .flatMap(({ path }) => owners.get(path) ?? [])
        .filter((id) => id !== app?.id),
    );
  const app = bom.packages.find(({ location }) => location === "/package.json");
  return {
    opened: withFile("opened", () => true),
    loaded: withFile(source.name === strace.name ? "opened" : "loaded", isCode),
    called: withFile("executed", isCode),
    phantoms: new Set(foldersOfCode(events).filter((place) => !listed.has(place))),
    unreadable: problems.length,
  };
}

function isCode(path: string): boolean {
  return /\.(?:[cm]?js|node)$/.test(path);
}

function isAtLeast(seen: Sightings, least: Grade): boolean {
  return Object.values(seen).some(({ grade }) => compareGrades(grade, least) >= 0);
}

/** Folders of packages, by their place below `node_modules`, of whose code some was opened, loaded or called. */
function foldersOfCode(events: readonly RuntimeEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind !== "open" && event.kind !== "load" && event.kind !== "call") return [];
    if (!event.path.known || !isCode(event.path.path)) return [];
    const [place] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(event.path.path) ?? [];
    return place === undefined ? [] : [place];
  });
}
