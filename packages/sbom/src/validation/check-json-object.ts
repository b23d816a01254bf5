import { isJsonObject } from "../json/json-value.ts";
import type { NodeChecks } from "./compile-json-schema.ts";
import { checkInside, fail, isCarried, type JsonCheck } from "./json-check.ts";
import type { JsonSchemaNode } from "./json-schema-table.ts";

interface Member {
  readonly check: JsonCheck;
  readonly required: boolean;
}

/** Checks of `properties`, `required` and `additionalProperties`, in one walk over the members of an object. */
export function compileObjectKeywords(
  node: JsonSchemaNode,
  checkOf: NodeChecks,
): readonly JsonCheck[] {
  const { properties = {}, required = [], additionalProperties, unevaluatedProperties } = node;
  const closed = additionalProperties === false;
  const open = additionalProperties === true || unevaluatedProperties === true;
  const names = Object.keys(properties);
  if (names.length === 0 && required.length === 0 && !closed && !open) return [];
  const members = new Map<string, Member>(
    Object.entries(properties).map(([name, index]) => [
      name,
      { check: checkOf(index), required: required.includes(name) },
    ]),
  );
  const unknown = unknownMember(names);
  const unlisted = required.filter((name) => !members.has(name));
  const requiredMembers = required.length - unlisted.length;
  return [
    (value, run) => {
      if (!isJsonObject(value)) return true;
      const { seen } = run;
      let fits = true;
      let found = 0;
      for (const name of Object.keys(value)) {
        const member = members.get(name);
        if (member !== undefined || open) seen?.push(name);
        if (member === undefined) {
          if (closed && !isCarried(name, run)) {
            fits = fail(run, "additionalProperties", unknown, name);
          }
        } else {
          if (member.required) found += 1;
          if (!checkInside(member.check, value[name], name, run)) fits = false;
        }
        if (!fits && run.quiet > 0) return false;
      }
      if (found === requiredMembers && unlisted.length === 0) return fits;
      for (const name of required) {
        if (Object.hasOwn(value, name)) continue;
        fits = fail(run, "required", `must have "${name}"`, undefined, name);
      }
      return fits;
    },
  ];
}

function unknownMember(names: readonly string[]): string {
  const [first, ...others] = names;
  if (first === undefined) return "is a member, and none is allowed here";
  const known = names.length > 12 ? [...names.slice(0, 12), "…"] : [first, ...others];
  return `is no member that is known here; known are ${known.join(", ")}`;
}
