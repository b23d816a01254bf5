import type { ImageConfiguration } from "@coppice/image";
import type { LayerPlan } from "./layer-plan.ts";

/**
 * The history of an image whose layers stand for those of the original: its entries stay, that of a layer which is gone
 * as that of a step without a layer, and the layer on top gets its own. A history that does not fit the layers goes.
 * OCI image specification, "Image Configuration", history.
 */
export function layerHistory(
  { history, rootfs, created }: ImageConfiguration,
  layers: readonly LayerPlan[],
  createdBy: string,
): readonly object[] {
  const stack = rootfs?.diff_ids.length ?? 0;
  const own = { ...(created !== undefined && { created }), created_by: createdBy };
  const steps = Array.isArray(history) ? history.filter(isObject) : [];
  if (steps.filter((step) => !isEmpty(step)).length !== stack) return layers.map(() => own);
  const written = new Set(layers.map(({ number }) => number));
  let number = -1;
  const kept = steps.map((step) => {
    if (isEmpty(step)) return step;
    number++;
    return written.has(number) ? step : { ...step, empty_layer: true };
  });
  return written.has(stack) ? [...kept, own] : kept;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isEmpty(step: object): boolean {
  return "empty_layer" in step && step.empty_layer === true;
}
