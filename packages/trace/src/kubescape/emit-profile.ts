import type { Digest, FileEvent, ImageEvent, RuntimeEvent } from "@coppice/types";
import type { DocumentNode } from "../documents/document-node.ts";
import { itemsOf, memberOf, textOf } from "../documents/read-node.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import { isContainer } from "../places/is-container.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { fieldOf } from "./field-of.ts";
import { lossesOfProfile } from "./losses-of-profile.ts";
import { pathOfProfile } from "./path-of-profile.ts";

/** The events of a profile. `onProblem` takes why one shows none. */
export function* emitProfile(
  profile: DocumentNode,
  options: ReadLogOptions,
  onProblem: (offset: number, message: string) => void,
): Generator<RuntimeEvent, void, undefined> {
  const metadata = memberOf(profile, "metadata") ?? profile;
  const annotations = memberOf(metadata, "annotations");
  const noteOf = (name: string): string | undefined =>
    textOf(memberOf(annotations, `kubescape.io/${name}`));
  const notes = {
    status: noteOf("status"),
    completion: noteOf("completion"),
    series: noteOf("report-series-id"),
  };
  const labels = memberOf(metadata, "labels");
  const container = textOf(memberOf(labels, "kubescape.io/workload-container-name"));
  const isWanted = (name: string | undefined): boolean =>
    options.container === undefined || isContainer(options.container, undefined, name);
  const specs = specsOf(profile).map((spec) => ({
    spec,
    name: textOf(fieldOf(spec, "name")) ?? container,
  }));
  const wanted = specs.filter(({ name }) => isWanted(name));
  const isUntold = specs.length === 0 && (container === undefined || isWanted(container));
  if (wanted.length === 0 && !isUntold) return;
  if (textOf(memberOf(profile, "kind")) === "ApplicationActivity") {
    onProblem(profile.at, withoutFiles);
    return;
  }
  const isLearnt = notes.status !== undefined || notes.completion !== undefined;
  if (!isLearnt || noteOf("managed-by") === "User") {
    onProblem(profile.at, authored);
    return;
  }
  if (isUntold) yield { ...withoutContent, offset: profile.at };
  else yield* lossesOfProfile(notes, annotations?.at ?? profile.at);
  const places = createRecordedPlaces({ imageRoot: options.imageRoot, inside: true });
  for (const { spec, name } of wanted) yield* emitContainer(spec, name);

  function* emitContainer(
    spec: DocumentNode,
    name: string | undefined,
  ): Generator<RuntimeEvent, void, undefined> {
    const image = imageOf(spec, name);
    if (image) yield image;
    const process = { pid: 0, ...(name !== undefined && { container: name }) };
    for (const list of ["execs", "opens"] as const) {
      for (const entry of itemsOf(fieldOf(spec, list))) {
        const field = fieldOf(entry, "path");
        const given = textOf(field);
        if (!field || given === undefined) continue;
        const kind = list === "execs" ? "exec" : kindOfOpen(fieldOf(entry, "flags"));
        const path = pathOfProfile(given, places, list === "opens");
        yield { kind, offset: field.at, process, path };
      }
    }
  }
}

const authored =
  "this profile was written by hand and shows no use; get the one that Kubescape learnt of the workload, which has " +
  "kubescape.io/status and no kubescape.io/managed-by: User";

const withoutFiles =
  "an ApplicationActivity has no files; get the ApplicationProfile or ContainerProfile of the workload";

const withoutContent = {
  kind: "lost",
  code: "filtered",
  reason: "this profile has no content, as in a list: get it by its name",
} as const;

/** The parts of a profile that are of one container each. */
function specsOf(profile: DocumentNode): readonly DocumentNode[] {
  const spec = fieldOf(profile, "spec");
  if (spec?.kind !== "map" || spec.members.size === 0) return [];
  const lists = ["containers", "initContainers", "ephemeralContainers"];
  return [spec, ...lists.flatMap((name) => itemsOf(fieldOf(spec, name)))];
}

function imageOf(spec: DocumentNode, container: string | undefined): ImageEvent | undefined {
  const id = fieldOf(spec, "imageID");
  const name = textOf(fieldOf(spec, "imageTag"));
  const digest = digestIn(textOf(id) ?? "");
  if (name === undefined && digest === undefined) return undefined;
  return {
    kind: "image",
    offset: (id ?? spec).at,
    ...(container !== undefined && { container }),
    ...(name !== undefined && { name }),
    ...(digest !== undefined && { digest }),
  };
}

/** The digest that ends a reference as `docker.io/library/nginx@sha256:…`, or that is all of it. */
function digestIn(reference: string): Digest | undefined {
  const digest = reference.slice(reference.lastIndexOf("@") + 1);
  return /^sha(?:256|384|512):[0-9a-f]+$/.test(digest) ? digest : undefined;
}

function kindOfOpen(flags: DocumentNode | undefined): FileEvent["kind"] {
  const names = new Set(itemsOf(flags).map(textOf));
  if (names.has("O_PATH")) return "stat";
  return writing.some((flag) => names.has(flag)) ? "write" : "open";
}

const writing = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"] as const;
