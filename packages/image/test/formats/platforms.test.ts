import type { Platform } from "@coppice/image";
import { type OpenImageOptions, openImage } from "@coppice/image/node";
import { expect, onTestFinished, test } from "vitest";
import { json, writeArchive } from "../support/archive.ts";
import { tarOf } from "../support/bytes.ts";
import { entry } from "../support/entry.ts";
import { ociMembers } from "../support/oci-members.ts";

const refuses = (path: string, options?: OpenImageOptions) =>
  expect(openImage(path, options)).rejects;

/** A layer that tells which platform it is for. */
const layerFor = (platform: Platform) => tarOf([[entry("/platform"), json(platform)]]);

/** An archive with an index of images for these platforms, written as `os(version)/architecture/variant`. */
async function writePlatforms(names: readonly string[], listed = true): Promise<string> {
  const oci = ociMembers();
  const manifests = [];
  for (const name of names) {
    const [system = "", architecture = "", variant] = name.split("/");
    const [os = "", osVersion] = system.split(/[()]/);
    const platform = {
      os,
      architecture,
      ...(variant && { variant }),
      ...(osVersion && { osVersion }),
    };
    const manifest = oci.manifest([await layerFor(platform)], { platform });
    const { osVersion: _, ...written } = platform;
    manifests.push({
      ...manifest,
      ...(listed && { platform: { ...written, ...(osVersion && { "os.version": osVersion }) } }),
    });
  }
  return writeArchive(oci.finish([oci.index(manifests)]));
}

async function platformOf(path: string, platform: string): Promise<unknown> {
  const { configuration, close } = await openImage(path, { platform });
  onTestFinished(close);
  const { os, architecture, variant, "os.version": version } = configuration;
  const system = version === undefined ? os : `${os}(${version})`;
  return [system, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}

test.each([
  ["linux/arm/v7", "linux/arm/v7 linux/arm/v6 linux/arm/v5", "linux/arm/v7"],
  ["linux/arm/v7", "linux/arm/v5 linux/arm/v6", "linux/arm/v6"],
  ["linux/arm", "linux/arm/v6 linux/arm/v7 linux/arm/v8", "linux/arm/v7"],
  ["linux/armhf", "linux/arm/v6 linux/arm/v7", "linux/arm/v7"],
  ["linux/armel", "linux/arm/v6 linux/arm/v7", "linux/arm/v6"],
  ["linux/arm", "linux/arm/v8 linux/amd64", "linux/arm/v8"],
  ["linux/arm64", "linux/arm64/v8 linux/arm/v7", "linux/arm64/v8"],
  ["linux/aarch64", "linux/arm64 linux/amd64", "linux/arm64"],
  ["linux/arm64/v8", "linux/arm64 linux/amd64", "linux/arm64"],
  ["linux/amd64", "linux/amd64/v3 linux/amd64 linux/amd64/v2", "linux/amd64"],
  ["linux/x86_64", "linux/amd64/v3 linux/amd64/v2 linux/386", "linux/amd64/v2"],
  ["linux/amd64/v3", "linux/amd64 linux/amd64/v2 linux/amd64/v4", "linux/amd64/v2"],
  ["linux/i386", "linux/amd64 linux/386", "linux/386"],
  [
    "linux/mips64le/hardfloat",
    "linux/mips64le/softfloat linux/mips64le/hardfloat",
    "linux/mips64le/hardfloat",
  ],
  ["linux/mips64le", "linux/mips64le/softfloat linux/amd64", "linux/mips64le/softfloat"],
  [
    "windows/amd64",
    "windows(10.0.9200)/amd64 windows(10.0.20348.1)/amd64 linux/amd64",
    "windows(10.0.20348.1)/amd64",
  ],
  [
    "windows(10.0.17763)/amd64",
    "windows(10.0.17763.9)/amd64 windows(10.0.17763.10)/amd64 windows(10.0.20348.1)/amd64",
    "windows(10.0.17763.10)/amd64",
  ],
])("for %s of %s it is %s", async (wished, offered, chosen) => {
  expect(await platformOf(await writePlatforms(offered.split(" ")), wished)).toBe(chosen);
});

test.each([
  ["linux/arm/v6", "linux/arm/v7 linux/amd64"],
  ["linux/arm64", "linux/arm/v7 linux/amd64"],
  ["linux/386", "linux/amd64 linux/arm64"],
  ["windows(10.0.1776)/amd64", "windows(10.0.17763.9)/amd64 linux/amd64"],
  ["linux/mips64le/hardfloat", "linux/mips64le/softfloat linux/amd64"],
])("for %s of %s there is none", async (platform, offered) => {
  await refuses(await writePlatforms(offered.split(" ")), { platform }).toMatchObject({
    code: "PLATFORM_ABSENT",
    message: expect.stringContaining(offered.split(" ")[0] ?? ""),
  });
});

test.each([
  "linux",
  "/",
  "linux/",
  "linux//v7",
  "linux/a/b/c",
  "linux()/a",
  "linux(1/a",
  "a(b)(c)/d",
])("%s is no platform", async (platform) => {
  await refuses(await writePlatforms(["linux/amd64"]), { platform }).toMatchObject({
    code: "PLATFORM_ABSENT",
    message: expect.stringContaining("write one like"),
  });
});

test("platforms that the index leaves out are those of the configurations", async () => {
  const path = await writePlatforms(["linux/amd64", "linux/arm64/v8", "linux/s390x"], false);
  expect(await platformOf(path, "linux/arm64")).toBe("linux/arm64/v8");
});

test("an image that names no platform at all suits any, but is not the one of several", async () => {
  const oci = ociMembers();
  const nameless = oci.manifest([await tarOf([entry("/a")])], { config: { os: null } });
  const platform = { os: "linux", architecture: "amd64" };
  const named = { ...oci.manifest([await tarOf([entry("/b")])], { platform }), platform };
  await refuses(await writeArchive(oci.finish([nameless, named])), {
    platform: "linux/amd64",
  }).toMatchObject({ code: "IMAGE_AMBIGUOUS" });
  const alone = ociMembers();
  const manifest = alone.manifest([], { config: { os: null } });
  const image = await openImage(await writeArchive(alone.finish([manifest])), {
    platform: "linux/amd64",
  });
  onTestFinished(image.close);
  expect(image.subject.digest).toBe(manifest.digest);
});
