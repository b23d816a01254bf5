import { jsonPointerSteps } from "./json-pointer.ts";
import { createLineCounter, type TextPlace } from "./line-counter.ts";
import { scanJson } from "./scan-json.ts";

/** A step of the pointers that are looked for. */
interface Step {
  readonly steps: Map<string, Step>;
  /** Pointers that end here. */
  readonly pointers: string[];
}

/**
 * Where in JSON text the values stand that JSON pointers (RFC 6901) name, in one pass over the text. A pointer that names
 * nothing has no entry. Of a member that is there twice the last one counts, as in `JSON.parse`.
 */
export function locateJsonPointers(
  text: string,
  pointers: Iterable<string>,
): ReadonlyMap<string, TextPlace> {
  const root: Step = { steps: new Map(), pointers: [] };
  for (const pointer of pointers) {
    let step = root;
    for (const name of jsonPointerSteps(pointer)) {
      let next = step.steps.get(name);
      if (next === undefined) {
        next = { steps: new Map(), pointers: [] };
        step.steps.set(name, next);
      }
      step = next;
    }
    step.pointers.push(pointer);
  }

  const offsets = new Map<string, number>();
  /** For each open container its step, where one of the pointers leads into it. */
  const open: { readonly step: Step | undefined; readonly array: boolean; position: number }[] = [];
  let current: Step | undefined = root;
  scanJson(text, {
    onName: (start, end) => {
      const step = open.at(-1)?.step;
      current = step && step.steps.size > 0 ? step.steps.get(nameOf(text, start, end)) : undefined;
    },
    onValue: (start) => {
      const container = open.at(-1);
      if (container?.array) {
        current = container.step?.steps.get(String(container.position));
        container.position += 1;
      }
      for (const pointer of current?.pointers ?? []) offsets.set(pointer, start);
    },
    onOpen: (array) => open.push({ step: current, array, position: 0 }),
    onClose: () => open.pop(),
  });

  const placeOf = createLineCounter(text);
  const sorted = [...offsets].sort(([, a], [, b]) => a - b);
  return new Map(sorted.map(([pointer, offset]) => [pointer, placeOf(offset)]));
}

function nameOf(text: string, start: number, end: number): string {
  return String(JSON.parse(text.slice(start, end)));
}
