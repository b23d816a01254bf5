/** A JSON value while it is built. */
export type DraftValue = string | number | boolean | null | Draft | DraftValue[];

/** An object of JSON while it is built. Set members whose names the input chose with {@link setMember}. */
export interface Draft {
  [member: string]: DraftValue;
}

/** Sets an own member also where the name is `__proto__`, as JSON.parse does. */
export function setMember(draft: Draft, name: string, value: DraftValue): void {
  if (name !== "__proto__") draft[name] = value;
  else {
    Object.defineProperty(draft, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}

/** Adds to the array under `name`, which begins with the first item. */
export function appendItem(draft: Draft, name: string, item: DraftValue): void {
  const list = Object.hasOwn(draft, name) ? draft[name] : undefined;
  if (Array.isArray(list)) list.push(item);
  else setMember(draft, name, [item]);
}

/** Whether `value` is an object, and no array. */
export function isDraft(value: DraftValue | undefined): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects among the items of `value`. */
export function draftsOf(value: DraftValue | undefined): readonly Draft[] {
  return Array.isArray(value) ? value.filter(isDraft) : [];
}
