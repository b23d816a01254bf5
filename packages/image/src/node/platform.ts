import { type ImageConfiguration, ImageError, type Platform } from "@coppice/image";

/** What Node calls a processor, by what Go calls it. */
const nodeNames: ReadonlyMap<string, string> = new Map([
  ["x64", "amd64"],
  ["ia32", "386"],
  ["ppc64", "ppc64le"],
  ["loong64", "loong64"],
]);

/** Other names of a platform's processor, with the variant that each stands for. As containerd's `platforms` package. */
const aliases: ReadonlyMap<string, Pick<Platform, "architecture" | "variant">> = new Map([
  ["x86_64", { architecture: "amd64" }],
  ["x86-64", { architecture: "amd64" }],
  ["i386", { architecture: "386" }],
  ["aarch64", { architecture: "arm64" }],
  ["armhf", { architecture: "arm", variant: "v7" }],
  ["armel", { architecture: "arm", variant: "v6" }],
]);

/** Linux on this machine's processor. */
export function hostPlatform(): Platform {
  return { os: "linux", architecture: nodeNames.get(process.arch) ?? process.arch };
}

/** The platform that a configuration names, if it does. */
export function configuredPlatform(configuration: ImageConfiguration): Platform | undefined {
  const { os, architecture, variant, "os.version": osVersion } = configuration;
  if (os === undefined || architecture === undefined) return undefined;
  return {
    os,
    architecture,
    ...(variant !== undefined && { variant }),
    ...(typeof osVersion === "string" && { osVersion }),
  };
}

/**
 * Reads `os/architecture` or `os/architecture/variant`, where the system may have its version in brackets:
 * `windows(10.0.17763)/amd64`.
 */
export function parsePlatform(text: string): Platform {
  const [system = "", processor = "", variant, ...rest] = text.split("/");
  const [os = "", bracket, ...more] = system.split("(");
  const osVersion = bracket?.endsWith(")") ? bracket.slice(0, -1) : bracket && "";
  const isWhole = os !== "" && processor !== "" && variant !== "" && osVersion !== "";
  if (!isWhole || rest.length > 0 || more.length > 0) {
    throw new ImageError(
      "PLATFORM_ABSENT",
      `${JSON.stringify(text)} is no platform; write one like linux/amd64 or linux/arm/v7`,
    );
  }
  const alias = aliases.get(processor) ?? { architecture: processor };
  return {
    os,
    ...alias,
    ...(variant !== undefined && { variant }),
    ...(osVersion !== undefined && { osVersion }),
  };
}

/** A platform as {@link parsePlatform} reads it. */
export function renderPlatform({
  os = "?",
  architecture = "?",
  variant,
  osVersion,
}: Partial<Platform>): string {
  const system = osVersion === undefined ? os : `${os}(${osVersion})`;
  return [system, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}
