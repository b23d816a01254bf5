import type { JsonValue } from "../json/json-value.ts";

/**
 * Members of an object that a conversion carries over, each with a {@link ShapeRule}; a member without one is lost. Arrays are
 * seen through: a rule is about each item.
 */
export interface Shape {
  readonly [member: string]: ShapeRule;
}

/**
 * `true` for a text, number or truth value that is carried; a shape for an object of which some members are; `"self"` for an
 * object of the shape that the rule stands in (nested components); or a function that gives, for each value, whether all of
 * it is carried, or which shape it has.
 */
export type ShapeRule = true | "self" | Shape | ((value: JsonValue) => boolean | Shape);
