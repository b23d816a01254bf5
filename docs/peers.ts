/** Programs that list the packages of an image, in the versions whose documentation and code were read for {@link peerReads}. */
export const peers = [
  "Syft 1.30",
  "OSV-Scalibr 0.4",
  "Trivy 0.65",
  "snyk-docker-plugin 8.8",
  "cdxgen 12",
] as const;

type Peer = (typeof peers)[number];

const [syft, scalibr, trivy, snyk, cdxgen] = peers;
const all: readonly Peer[] = peers;

/** Which of them list what each of our extractors lists, as far as it lies in an image that is built. */
export const peerReads: ReadonlyMap<string, readonly Peer[]> = new Map([
  ["dpkg", all],
  ["opkg", [syft, scalibr]],
  ["apk", all],
  ["rpm", all],
  ["alpm", [syft, scalibr]],
  ["portage", [syft, scalibr]],
  ["nix", [syft, scalibr]],
  ["chisel", [scalibr]],
  ["snap", [syft, scalibr]],
  ["flatpak", [scalibr]],
  ["bitnami", [syft, trivy]],
  ["npm", all],
  ["pypi", all],
  ["gem", [syft, scalibr, trivy, cdxgen]],
  ["composer", [syft, scalibr, trivy, snyk, cdxgen]],
  ["conda", [syft, scalibr, trivy]],
  ["java", all],
  ["go-binary", all],
  ["cargo-auditable", [syft, scalibr, trivy, cdxgen]],
  ["nuget", [syft, scalibr, trivy, cdxgen]],
  ["hex", [syft]],
  ["cran", [syft]],
  ["luarocks", [syft, scalibr]],
  ["cpan", []],
  ["wordpress", [syft, scalibr]],
  ["elf-note", [syft]],
  ["binary", [syft, snyk]],
]);

/** What can be said of an image beyond names and versions, and who says it. */
export const peerFacts: readonly (readonly [fact: string, peers: readonly Peer[]])[] = [
  ["the layer that brought a package", [syft, scalibr, trivy]],
  ["the files of packages of the system", [syft]],
  ["for every file whose it is, or why it is there", []],
  ["the package of the system that brought a language's package", [syft]],
  ["files that were changed since they were installed", []],
  ["rpm's file states: what was not installed is not listed", []],
  ["where in a file the evidence stands", []],
];
