import { membersOf, parseJson, textOf } from "../json.ts";

/** What a program's packaging says that it is of. */
export interface PackageNote {
  /** Kind of package, such as `deb` or `rpm`. */
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** `ID` and `VERSION_ID` of the distribution. */
  readonly os?: string;
  readonly osVersion?: string;
}

/**
 * A package note's JSON; `undefined` where it has no type, name or version. See the UAPI Group's specification "Package
 * Metadata for Executable Files", section "JSON Payload".
 */
export function parsePackageNote(content: Uint8Array): PackageNote | undefined {
  const end = content.indexOf(0);
  const members = membersOf(parseJson(end < 0 ? content : content.subarray(0, end)));
  const type = textOf(members.get("type"));
  const name = textOf(members.get("name"));
  const version = textOf(members.get("version"));
  if (type === undefined || name === undefined || version === undefined) return undefined;
  const architecture = textOf(members.get("architecture"));
  const os = textOf(members.get("os"));
  const osVersion = textOf(members.get("osVersion"));
  return {
    type,
    name,
    version,
    ...(architecture !== undefined && { architecture }),
    ...(os !== undefined && { os }),
    ...(osVersion !== undefined && { osVersion }),
  };
}
