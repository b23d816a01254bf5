import { ImageError, type Platform } from "@coppice/image";

const architectures: ReadonlyMap<string, string> = new Map([
  ["x64", "amd64"],
  ["ia32", "386"],
  ["ppc64", "ppc64le"],
  ["loong64", "loong64"],
]);

/** Linux on this machine's processor. */
export function hostPlatform(): Platform {
  return { os: "linux", architecture: architectures.get(process.arch) ?? process.arch };
}

/** Reads `os/architecture` or `os/architecture/variant`. */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split("/");
  if (!os || !architecture || variant === "" || rest.length > 0) {
    throw new ImageError(
      "PLATFORM_ABSENT",
      `${JSON.stringify(text)} is no platform; write one like linux/amd64 or linux/arm/v7`,
    );
  }
  return { os, architecture, ...(variant !== undefined && { variant }) };
}

/** Whether something for platform `given` is what `wished` asks for; what either leaves open fits. */
export function suits(given: Partial<Platform>, wished: Platform): boolean {
  const fits = (a: string | undefined, b: string | undefined): boolean =>
    a === undefined || b === undefined || a === b;
  return (
    fits(given.os, wished.os) &&
    fits(given.architecture, wished.architecture) &&
    fits(given.variant, wished.variant)
  );
}

/** A platform as {@link parsePlatform} reads it. */
export function renderPlatform({
  os = "?",
  architecture = "?",
  variant,
}: Partial<Platform>): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}
