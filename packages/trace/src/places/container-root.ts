/** The beginning of a path by which a container engine's host names the root of a container. */
export interface ContainerRoot {
  /** How long it is; what follows is the path inside. */
  readonly length: number;
  /** Id or name of the container, where the path has it. */
  readonly container?: string;
  /** It is one layer, which several containers may share. */
  readonly layer: boolean;
}

/** Names that follow each other in a path: `*` is any, `#` an id that is as long as engines make them. */
interface Pattern {
  readonly names: readonly string[];
  /** Which of the names is the container's. */
  readonly container?: number;
  readonly layer?: boolean;
}

/** Where engines keep and mount root file systems, below folders that their configurations choose. */
const patterns: readonly Pattern[] = [
  // Docker, Podman, Buildah and CRI-O name these after layers, not after containers.
  { names: ["overlay2", "#", "merged"] },
  { names: ["overlay2", "#", "diff"], layer: true },
  { names: ["overlay", "#", "merged"] },
  { names: ["overlay", "#", "diff"], layer: true },
  { names: ["fuse-overlayfs", "#", "merged"] },
  { names: ["fuse-overlayfs", "#", "diff"], layer: true },
  { names: ["vfs", "dir", "#"], layer: true },
  { names: ["btrfs", "subvolumes", "#"], layer: true },
  // containerd, and Docker with its image store.
  { names: ["io.containerd.runtime.v2.task", "*", "*", "rootfs"], container: 2 },
  { names: ["io.containerd.runtime.v1.linux", "*", "*", "rootfs"], container: 2 },
  { names: ["rootfs", "overlayfs", "#"], container: 2 },
  { names: ["snapshots", "*", "fs"], layer: true },
  { names: ["buildkit", "executor", "*", "rootfs"] },
  // LXC and systemd-nspawn.
  { names: ["lxc", "*", "rootfs"], container: 1 },
  { names: ["lib", "machines", "*"], container: 2 },
];

const byFirstName = new Map<string, Pattern[]>();
for (const pattern of patterns) {
  const [first = ""] = pattern.names;
  byFirstName.set(first, [...(byFirstName.get(first) ?? []), pattern]);
}

/** Ids of layers have 64 hexadecimal digits, or 25 letters and digits where BuildKit made them. */
const shortestId = 20;

/** More folders than lie above any root file system. */
const deepestRoot = 24;

/** The container's root that `path` is below, as its host names it; the outermost one. */
export function findContainerRoot(path: string): ContainerRoot | undefined {
  if (isSystemFolder(path)) return undefined;
  const names = path.split("/", deepestRoot);
  let length = 0;
  for (const [index, name] of names.entries()) {
    for (const pattern of byFirstName.get(name) ?? []) {
      const found = names.slice(index, index + pattern.names.length);
      if (!matches(pattern, found)) continue;
      const container = pattern.container === undefined ? undefined : found[pattern.container];
      return {
        length: length + found.join("/").length,
        layer: pattern.layer ?? false,
        ...(container !== undefined && { container }),
      };
    }
    length += name.length + 1;
  }
  return undefined;
}

/** Whether a path begins with `/usr`, `/lib`, `/etc` or `/bin`, where no engine keeps its data and most files lie. */
function isSystemFolder(path: string): boolean {
  const letter = path[1];
  return letter === "u" || letter === "l" || letter === "e" || letter === "b";
}

function matches({ names }: Pattern, found: readonly string[]): boolean {
  return names.every((name, index) => {
    const given = found[index] ?? "";
    if (name === "*") return given !== "";
    return name === "#" ? given.length >= shortestId : given === name;
  });
}
