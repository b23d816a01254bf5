import {
  isLockfileError,
  type Lockfile,
  type LockfileFormat,
  type LockfileLimits,
  parseLockfile,
} from "@coppice/lockfile";
import { expect } from "vitest";

/** Expects what holds for every lockfile, whatever the input was. */
export function expectSound(lockfile: Lockfile): void {
  const nodes = [...lockfile.importers, ...lockfile.packages];
  const keys = new Set(nodes.map(({ key }) => key));
  expect(keys.size).toBe(nodes.length);
  for (const { dependencies } of nodes) {
    for (const { to } of dependencies)
      for (const key of to) if (!keys.has(key)) expect.fail(`nothing has the key ${key}`);
  }
  for (const { artifacts } of lockfile.packages) {
    for (const { digests } of artifacts)
      for (const digest of digests) expect(digest).toMatch(/^(?:md5|sha\d+|h1):[0-9a-f]+$/);
  }
  const plain = JSON.parse(JSON.stringify(lockfile));
  expect(plain).toStrictEqual(lockfile);
}

/** The lockfile, or the code of the error; expects that nothing else is thrown. */
export function attempt(
  text: string,
  options: {
    readonly name: string;
    readonly format?: LockfileFormat;
    readonly limits?: Partial<LockfileLimits>;
  },
): Lockfile | string {
  try {
    return parseLockfile(text, options);
  } catch (error) {
    if (!isLockfileError(error)) throw error;
    expect(error.message).toMatch(/; |is no /);
    return error.code;
  }
}
