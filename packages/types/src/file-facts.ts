/** What the dynamic linker reads of an ELF object. See the System V ABI, chapters 4 and 5. */
export interface ElfFacts {
  /** Bits of the class: 32 or 64. */
  readonly bits: 32 | 64;
  /** `e_machine`, such as 62 for x86-64. */
  readonly machine: number;
  /** `e_type` in words. */
  readonly type: "relocatable" | "executable" | "shared" | "core" | "other";
  /** Program interpreter (`PT_INTERP`). */
  readonly interpreter?: string;
  readonly soname?: string;
  /** `DT_NEEDED`, in order. */
  readonly needed: readonly string[];
  /** `DT_RPATH`, split at colons. */
  readonly rpath?: readonly string[];
  /** `DT_RUNPATH`, split at colons. */
  readonly runpath?: readonly string[];
}

/** First line of an executable script. See execve(2), "Interpreter scripts". */
export interface Shebang {
  /** Path of the interpreter. */
  readonly interpreter: string;
  /** All that follows it on the line, as the one argument that Linux makes of it. */
  readonly argument?: string;
}
