import type { Bom } from "@coppice/types";

/** `e_machine` of ELF objects, in the words of OCI (those of Go's GOARCH). */
const machines: ReadonlyMap<number, string> = new Map([
  [3, "386"],
  [21, "ppc64le"],
  [22, "s390x"],
  [40, "arm"],
  [62, "amd64"],
  [183, "arm64"],
  [243, "riscv64"],
]);

/** The architecture of a subject that does not state one, by the first of its programs; else that of this machine. */
export function imageArchitecture(bom: Bom): string {
  for (const { elf } of bom.files ?? []) {
    const name = elf?.interpreter === undefined ? undefined : machines.get(elf.machine);
    if (name !== undefined) return name;
  }
  return process.arch === "x64" ? "amd64" : process.arch;
}
