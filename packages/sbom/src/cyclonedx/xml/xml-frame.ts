import type { Problem } from "@coppice/types";
import type { JsonValue } from "../../json/json-value.ts";
import type { XmlRests } from "./xml-rests.ts";
import type { XmlAlternative, XmlMember, XmlScalar, XmlType } from "./xml-type.ts";

/** An object of JSON while it is read; its names are those of the table. */
export interface OpenObject {
  [member: string]: JsonValue | undefined;
}

/** Where the value of an element goes. */
export interface XmlPlace {
  /** The object around it, whose `$xml` takes what has no place. */
  readonly owner: ObjectFrame;
  /** The member of the owner that it is, or is a part of. */
  readonly of: XmlMember;
  /** The list that it goes to; without one it goes to `object`. */
  readonly list: JsonValue[] | undefined;
  readonly object: OpenObject;
  readonly member: string;
  /** Which of several values of the member it is. */
  readonly index: number | undefined;
  /** What it is of several that could stand there. */
  readonly alternative: XmlAlternative | undefined;
}

/** A document while it is read. */
export interface XmlReading {
  /** Namespace of its root element. */
  namespace: string;
  /** Elements that are not closed, the outermost first. */
  readonly frames: XmlFrame[];
  readonly problems: Problem[];
  /** Line of the last start tag. */
  line: number;
}

/** An element while its content is read. */
export type XmlFrame =
  | ObjectFrame
  | SpreadFrame
  | ListFrame
  | ScalarFrame
  | ChoiceFrame
  | NodeFrame;

export interface ObjectFrame {
  readonly kind: "object";
  readonly type: XmlType;
  readonly value: OpenObject;
  /** Absent for the root, and for what began as a list. */
  readonly place: XmlPlace | undefined;
  /** It goes to its place when it ends, since it may turn out to be text. */
  readonly mixed: boolean;
  text: string;
  rests: XmlRests | undefined;
}

/** A part of an object that has an element of its own. */
interface SpreadFrame {
  readonly kind: "spread";
  readonly type: XmlType;
  readonly name: string;
  readonly owner: ObjectFrame;
  text: string;
}

export interface ListFrame {
  readonly kind: "list";
  readonly member: XmlMember;
  readonly items: JsonValue[];
  readonly owner: ObjectFrame;
  /** What the first item is of several that could stand there. */
  first: XmlAlternative | undefined;
}

interface ScalarFrame {
  readonly kind: "scalar";
  readonly scalar: XmlScalar;
  readonly place: XmlPlace;
  /** What its attribute `ref` says; then it has no text. */
  readonly reference: string | undefined;
  text: string;
}

export interface ChoiceFrame {
  readonly kind: "choice";
  readonly place: XmlPlace;
  readonly alternatives: readonly XmlAlternative[];
  /** It had one of its elements. */
  done: boolean;
}

/** An element that is kept as it is. */
interface NodeFrame {
  readonly kind: "node";
  readonly children: JsonValue[];
}
