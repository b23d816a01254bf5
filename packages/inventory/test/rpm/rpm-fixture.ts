import { rpmTags } from "@coppice/inventory";
import { renderRpmHeader, type TagValue } from "./render-rpm-header.ts";

/** A relation: a name, the sense and when it is needed, and a version. */
export type Relation = readonly [name: string, flags?: number, version?: string];

/** A file; what is not said is that of a regular file with 644. */
interface FixtureFile {
  readonly path: string;
  readonly mode?: number;
  readonly flags?: number;
  readonly state?: number;
  readonly digest?: string;
  readonly verify?: number;
}

/** What a header of the tests says. */
export interface Fixture {
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
  readonly arch?: string;
  readonly epoch?: number;
  readonly files?: readonly FixtureFile[];
  readonly provides?: readonly Relation[];
  readonly requires?: readonly Relation[];
  readonly recommends?: readonly Relation[];
  readonly suggests?: readonly Relation[];
  readonly others?: ReadonlyMap<number, TagValue>;
}

/** A header as rpm writes it: a signed region, then the states, which installing adds. */
export function renderFixture(fixture: Fixture): Uint8Array {
  const { name, version = "1.0", release = "1", arch = "x86_64", epoch, files = [] } = fixture;
  const tags = new Map<number, TagValue>([
    [100, ["C"]],
    [rpmTags.name, name],
    [rpmTags.version, version],
    [rpmTags.release, release],
  ]);
  if (epoch !== undefined) tags.set(rpmTags.epoch, [epoch]);
  tags.set(rpmTags.arch, arch);
  tags.set(1021, "linux");
  if (files.length > 0) {
    const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);
    const folders = [...new Set(files.map(({ path }) => folderOf(path)))];
    tags.set(
      1028,
      files.map(() => 0),
    );
    tags.set(rpmTags.fileModes, { bits: 16, numbers: files.map(({ mode = 0o100644 }) => mode) });
    tags.set(
      rpmTags.fileDigests,
      files.map(({ digest = "" }) => digest),
    );
    tags.set(
      rpmTags.fileFlags,
      files.map(({ flags = 0 }) => flags),
    );
    tags.set(
      rpmTags.fileVerifyFlags,
      files.map(({ verify = 0xffffffff }) => verify),
    );
    tags.set(
      rpmTags.dirIndexes,
      files.map(({ path }) => folders.indexOf(folderOf(path))),
    );
    tags.set(
      rpmTags.baseNames,
      files.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)),
    );
    tags.set(rpmTags.dirNames, folders);
    tags.set(rpmTags.fileDigestAlgorithm, [8]);
  }
  const lists = [
    ["provide", fixture.provides],
    ["require", fixture.requires],
    ["recommend", fixture.recommends],
    ["suggest", fixture.suggests],
  ] as const;
  for (const [kind, relations = []] of lists) {
    if (relations.length === 0) continue;
    tags.set(
      rpmTags[`${kind}Name`],
      relations.map(([of]) => of),
    );
    tags.set(
      rpmTags[`${kind}Flags`],
      relations.map(([, flags = 0]) => flags),
    );
    tags.set(
      rpmTags[`${kind}Version`],
      relations.map(([, , bound = ""]) => bound),
    );
  }
  for (const [tag, value] of fixture.others ?? []) tags.set(tag, value);
  const states = files.map(({ state = 0 }) => state);
  const added = new Map<number, TagValue>([[1008, [1700000000]]]);
  if (states.length > 0) added.set(rpmTags.fileStates, { bits: 8, numbers: states });
  return renderRpmHeader(new Map([...tags].sort(([a], [b]) => a - b)), { added });
}
