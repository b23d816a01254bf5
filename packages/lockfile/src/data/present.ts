/** `T` with those members optional that may be undefined. */
export type Present<T> = {
  [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/** The members that are not undefined. */
export function present<T extends object>(members: T): Present<T>;
export function present(members: Readonly<Record<string, unknown>>): object {
  const found: Record<string, unknown> = {};
  for (const name in members) if (members[name] !== undefined) found[name] = members[name];
  return found;
}
