import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Bom } from "@coppice/types";
import { execute } from "../../e2e/execute.ts";
import type { Row } from "../../evaluate/evaluation.ts";
import { type Measure, measureBest } from "../measure.ts";
import { buildLargeImage } from "./build-image.ts";
import { installPeers, type Program, type StoredImage } from "./peers.ts";
import { normalize, readTruth, type Truth } from "./truth.ts";

/** What the figures were asked to be. */
const asked = { cpuSeconds: 8, megabytes: 300, layerCpuSeconds: 5, layerMegabytes: 200 };

/** Cost and accuracy of Coppice and of the peers on one large image, in one run, each with the form of it that it takes. */
export async function* largeImageRows(
  root: string,
  cache: string,
  say: (line: string) => void,
): AsyncIterable<Row> {
  const layout = buildLargeImage(cache, say);
  const image = copyImage(layout, cache);
  const truth = askReferees(layout, cache);
  const out = join(cache, "out.json");
  const bin = join(root, "packages/coppice/bin/coppice.js");
  const openScript = join(root, "scripts/bench/inventory/open-image.mjs");
  const ours = { name: "Coppice: whole inventory", shown: "coppice inventory IMAGE -o bom.json" };
  const whole = measureBest([process.execPath, bin, "inventory", layout, "-o", out], cache);
  const bom: Bom = JSON.parse(readFileSync(out, "utf8"));
  const isLight = whole.cpuSeconds <= asked.cpuSeconds && whole.megabytes <= asked.megabytes;
  yield cost(ours, whole, whole.cpuSeconds, isLight);
  for (const [shown, ...more] of [
    ["openImage(IMAGE)"],
    ["openImage(IMAGE, { digests: false })", "--no-digests"],
  ] as const) {
    const layers = measureBest([process.execPath, openScript, layout, ...more], cache);
    yield cost(
      { name: "Coppice: image layer alone", shown },
      layers,
      whole.cpuSeconds,
      layers.cpuSeconds <= asked.layerCpuSeconds && layers.megabytes <= asked.layerMegabytes,
    );
  }
  const tar = measureBest(["sh", "-c", listLayers, "sh", join(layout, "blobs/sha256")], cache);
  yield cost({ name: "gzip and tar", shown: "gzip -d | tar -t" }, tar, whole.cpuSeconds, true);
  const accuracies = [accuracy("Coppice", purlsOf(bom.packages.filter(isOwn)), truth, true)];
  for (const peer of installPeers(join(cache, "peers"))) {
    rmSync(out, { force: true });
    yield cost(peer, measureBest(peer.command(image, out), cache), whole.cpuSeconds, true);
    const { components = [] } = existsSync(out) ? JSON.parse(readFileSync(out, "utf8")) : {};
    accuracies.push(accuracy(peer.name, purlsOf(components), truth, false));
  }
  yield* accuracies;
  yield explained(bom);
  yield ownedByNobody(bom);
}

const listLayers =
  'for blob in "$1"/*; do gzip -dc "$blob" 2>/dev/null | tar -t 2>/dev/null; done; true';

function cost(
  { name, shown }: Pick<Program, "name" | "shown">,
  { seconds, cpuSeconds, megabytes }: Measure,
  ours: number,
  passed: boolean,
): Row {
  return {
    name,
    values: {
      "CPU s": cpuSeconds.toFixed(1),
      "of ours": (cpuSeconds / ours).toFixed(2),
      seconds: seconds.toFixed(1),
      MB: megabytes.toFixed(0),
      command: shown,
    },
    passed,
  };
}

/** Coppice says of a package which other one brought it; peers do not, so that those are left out for both. */
function isOwn({ ownedBy, presence }: Bom["packages"][number]): boolean {
  return ownedBy === undefined && presence === "installed";
}

function purlsOf(components: readonly { readonly purl?: string }[]): readonly string[] {
  return components.flatMap(({ purl }) => (purl === undefined ? [] : [purl]));
}

function accuracy(name: string, purls: readonly string[], truth: Truth, isOurs: boolean): Row {
  const npm = score(namesOf(purls, "npm"), truth.npm, truth.ofDebian.npm);
  const pypi = score(
    new Set([...namesOf(purls, "pypi")].map(spell)),
    truth.pypi,
    truth.ofDebian.pypi,
  );
  const show = ({ precision, recall }: Score): string =>
    `${precision.toFixed(3)} / ${recall.toFixed(3)}`;
  const isPerfect = [npm, pypi].every(({ precision, recall }) => precision === 1 && recall === 1);
  return {
    name: `${name}: precision / recall`,
    values: { npm: show(npm), pypi: show(pypi) },
    passed: !isOurs || isPerfect,
  };
}

interface Score {
  readonly precision: number;
  readonly recall: number;
}

function score(
  found: ReadonlySet<string>,
  truth: ReadonlySet<string>,
  others: ReadonlySet<string>,
): Score {
  const right = [...found].filter((name) => truth.has(name)).length;
  const counted = [...found].filter((name) => truth.has(name) || !others.has(name)).length;
  return { precision: counted === 0 ? 0 : right / counted, recall: right / truth.size };
}

/** `name@version` of the purls of one type. */
function namesOf(purls: readonly string[], type: string): ReadonlySet<string> {
  const start = `pkg:${type}/`;
  return new Set(
    purls
      .filter((purl) => purl.startsWith(start))
      .map((purl) => decodeURIComponent(purl.slice(start.length).replace(/[?#].*$/, ""))),
  );
}

function spell(name: string): string {
  const at = name.lastIndexOf("@");
  return `${normalize(name.slice(0, at))}${name.slice(at)}`;
}

/** The share of all paths that have a reason. */
function explained({ files = [], packages }: Bom): Row {
  const unowned = files.filter(({ attribution }) => attribution.kind === "unowned");
  const regular = files.filter(({ type }) => type === "file").length;
  const debs = packages.filter(({ ecosystem }) => ecosystem === "deb").length;
  const share = 1 - unowned.length / files.length;
  return {
    name: "files explained",
    values: {
      paths: files.length,
      files: regular,
      debs,
      unexplained: unowned.length,
      share: `${(share * 100).toFixed(3)} %`,
    },
    passed: share >= 0.999 && regular >= 90_000 && debs >= 500,
  };
}

/** Packages whose files all belong to a package of the operating system, but that do not say so. */
function ownedByNobody({ files = [], packages }: Bom): Row {
  const system = new Set(
    packages.filter(({ ecosystem }) => ecosystem === "deb").map(({ id }) => id),
  );
  const owners = new Map(
    files.map(({ path, attribution }) => [
      path,
      attribution.kind === "owned" ? attribution.by : [],
    ]),
  );
  const wrong = packages.filter(
    ({ id, ownedBy, location = "" }) =>
      !system.has(id) &&
      ownedBy === undefined &&
      (owners.get(location) ?? []).some((owner) => system.has(owner)),
  );
  return {
    name: "packages from files of the system, without saying so",
    values: { packages: packages.length, wrong: wrong.length },
    passed: wrong.length === 0,
  };
}

function copyImage(layout: string, cache: string): StoredImage {
  const copy = (format: string): string => {
    const archive = join(cache, `large-${format}.tar`);
    rmSync(archive, { force: true });
    const [from, to] = [`oci:${layout}:latest`, `${format}:${archive}:large:1`];
    execFileSync("skopeo", ["copy", "-q", from, to]);
    return archive;
  };
  return { layout, ociArchive: copy("oci-archive"), dockerArchive: copy("docker-archive") };
}

function askReferees(layout: string, cache: string): Truth {
  const bundle = join(cache, "bundle");
  rmSync(bundle, { recursive: true, force: true });
  execute("umoci", ["unpack", "--image", `${layout}:latest`, bundle]);
  const truth = readTruth(join(bundle, "rootfs"));
  rmSync(bundle, { recursive: true });
  return truth;
}
