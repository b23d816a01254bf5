import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { ImageConfig } from "@coppice/types";
import { TraceError } from "../trace-error.ts";

/** How the first process of a container is started. */
export interface ProcessSettings {
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly uid: number;
  readonly gid: number;
  /** Other groups that the user is in. */
  readonly groups: readonly number[];
  /** Name of the signal without `SIG`, or its number. */
  readonly stopSignal: string;
}

const defaultPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * What an image's configuration says of its first process. OCI image specification, "Conversion to OCI Runtime
 * Configuration": names of users and groups are looked up in the image's own files.
 */
export async function processSettings(
  root: string,
  config: ImageConfig,
  command: readonly string[] | undefined,
): Promise<ProcessSettings> {
  const args = command ?? [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (args.length === 0) {
    throw new TraceError("RECORD_FAILED", "the image names no command to run; give one");
  }
  const user = await findUser(root, config.User ?? "");
  const given = config.Env ?? [];
  const has = (name: string): boolean => given.some((variable) => variable.startsWith(`${name}=`));
  return {
    args,
    env: [
      ...(has("PATH") ? [] : [defaultPath]),
      ...(has("HOME") ? [] : [`HOME=${user.home}`]),
      ...given.filter((variable) => variable.indexOf("=") > 0),
    ],
    cwd: posix.join("/", config.WorkingDir ?? ""),
    uid: user.uid,
    gid: user.gid,
    groups: user.groups,
    stopSignal: /^(?:SIG)?([A-Z0-9+-]{1,12})$/.exec(config.StopSignal ?? "")?.[1] ?? "TERM",
  };
}

interface User extends Pick<ProcessSettings, "uid" | "gid" | "groups"> {
  readonly home: string;
}

/**
 * `user`, `uid`, `user:group`, `uid:gid` and so on; a user that is given alone has the group in `/etc/passwd`, and is in
 * those that name it as a member in `/etc/group`.
 */
async function findUser(root: string, text: string): Promise<User> {
  const [name = "", group] = text.split(":");
  const users = await readTable(root, "etc/passwd");
  const wanted = name === "" ? "0" : name;
  const row =
    users.find((fields) => fields[0] === wanted) ?? users.find((fields) => fields[2] === wanted);
  const uid = row?.[2] ?? wanted;
  const known = await readTable(root, "etc/group");
  const gid = group
    ? (known.find((fields) => fields[0] === group)?.[2] ?? group)
    : (row?.[3] ?? "0");
  const login = row?.[0];
  const member = ([, , id = "", members]: readonly string[]): boolean =>
    login !== undefined && isId(id) && members?.split(",").includes(login) === true;
  return {
    uid: readId(uid, text),
    gid: readId(gid, text),
    groups: group ? [] : known.filter(member).map(([, , id]) => Number(id)),
    home: row?.[5] || "/",
  };
}

function readId(text: string, user: string): number {
  if (isId(text)) return Number(text);
  throw new TraceError(
    "RECORD_FAILED",
    `the image has no user "${user}"; correct User in its configuration`,
  );
}

function isId(text: string): boolean {
  return /^\d{1,10}$/.test(text);
}

async function readTable(root: string, path: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(join(root, path), "utf8").catch(() => "");
  return text.split("\n").map((line) => line.split(":"));
}
