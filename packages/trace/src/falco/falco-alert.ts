import { jsonBoolean } from "../json/json-boolean.ts";
import { jsonDigits } from "../json/json-digits.ts";
import { jsonName } from "../json/json-name.ts";
import { jsonObject } from "../json/json-object.ts";
import { jsonOneOf } from "../json/json-one-of.ts";
import type { JsonReader } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";
import { jsonTime } from "../json/json-time.ts";

/** The value of a field: numbers are text. */
type FalcoValue = string | boolean | undefined;

/** Values of the fields that a rule's output names. */
export type FalcoFields = Readonly<Record<FalcoField, FalcoValue>>;

/** Fields that are read. */
export type FalcoField =
  | "container.id"
  | "container.image"
  | "container.image.digest"
  | "container.image.repository"
  | "container.image.tag"
  | "container.name"
  | "evt.arg.prot"
  | "evt.is_open_write"
  | "evt.rawres"
  | "evt.rawtime"
  | "evt.res"
  | "evt.time"
  | "evt.type"
  | "falco.outputs_queue_num_drops"
  | "fd.name"
  | "fs.path.name"
  | "fs.path.source"
  | "fs.path.target"
  | "n_drops"
  | "proc.exepath"
  | "proc.name"
  | "proc.pid"
  | "proc.ppid"
  | "scap.n_drops";

/** What is read of an alert. */
export interface FalcoAlert {
  readonly rule: string | undefined;
  readonly priority: string | undefined;
  readonly output: string | undefined;
  readonly hostname: string | undefined;
  /** Seconds since 1970. */
  readonly time: number | undefined;
  readonly output_fields: FalcoFields | undefined;
}

const readValue: JsonReader<string | boolean> = jsonOneOf(jsonDigits, jsonBoolean);

/** Reads an alert, also one that falcosidekick has passed on. */
export const readFalcoAlert: JsonReader<FalcoAlert> = jsonObject({
  rule: jsonText,
  priority: jsonText,
  output: jsonText,
  hostname: jsonName,
  time: jsonTime,
  output_fields: jsonObject({
    "container.id": readValue,
    "container.image": readValue,
    "container.image.digest": readValue,
    "container.image.repository": readValue,
    "container.image.tag": readValue,
    "container.name": readValue,
    "evt.arg.prot": readValue,
    "evt.is_open_write": readValue,
    "evt.rawres": readValue,
    "evt.rawtime": readValue,
    "evt.res": readValue,
    "evt.time": readValue,
    "evt.type": readValue,
    "falco.outputs_queue_num_drops": readValue,
    "fd.name": readValue,
    "fs.path.name": readValue,
    "fs.path.source": readValue,
    "fs.path.target": readValue,
    n_drops: readValue,
    "proc.exepath": readValue,
    "proc.name": readValue,
    "proc.pid": readValue,
    "proc.ppid": readValue,
    "scap.n_drops": readValue,
  }),
});

/** The text of a field; `undefined` when it is absent, empty, or Falco had none. */
export function textField(fields: FalcoFields, name: FalcoField): string | undefined {
  const value = fields[name];
  return typeof value !== "string" || value === "" || value === "<NA>" ? undefined : value;
}

/** The number of a field. */
export function numberField(fields: FalcoFields, name: FalcoField): number | undefined {
  const value = Number(textField(fields, name) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
