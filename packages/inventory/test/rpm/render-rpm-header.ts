import { encodeName } from "@coppice/image";

/** Values of tags: a text, a list of texts, or numbers, which take 32 bits unless another size is named. */
export type TagValue =
  | string
  | readonly string[]
  | { readonly bits: 8 | 16 | 64; readonly numbers: readonly number[] }
  | readonly number[]
  | Uint8Array;

/**
 * An rpm header as it stands in a database. With `region` its first entries are those of a signed region, as rpm 4 writes
 * them; the tags of `added` stand after it.
 */
export function renderRpmHeader(
  tags: ReadonlyMap<number, TagValue>,
  { region = true, added = new Map() }: { region?: boolean; added?: typeof tags } = {},
): Uint8Array {
  const data: number[] = [];
  const index: number[][] = [];
  const place = (tag: number, value: TagValue) => {
    const { type, size, count, bytes } = encode(value);
    while (data.length % size !== 0) data.push(0);
    index.push([tag, type, data.length, count]);
    for (const byte of bytes) data.push(byte);
  };
  for (const [tag, value] of tags) place(tag, value);
  if (region) {
    index.unshift([63, 7, data.length, 16]);
    data.push(...words(63, 7, -16 * index.length, 16));
  }
  for (const [tag, value] of added) place(tag, value);
  return Uint8Array.of(...words(index.length, data.length), ...words(...index.flat()), ...data);
}

function encode(value: TagValue) {
  if (typeof value === "string") {
    return { type: 6, size: 1, count: 1, bytes: [...encodeName(`${value}\0`)] };
  }
  if (value instanceof Uint8Array) {
    return { type: 7, size: 1, count: value.length, bytes: [...value] };
  }
  if ("bits" in value) {
    const { bits, numbers } = value;
    const type = { 8: 1, 16: 3, 64: 5 }[bits];
    const bytes = numbers.flatMap((number) => bigEndian(number, bits / 8));
    return { type, size: bits / 8, count: numbers.length, bytes };
  }
  const texts = value.filter((item) => typeof item === "string");
  if (texts.length === value.length) {
    const bytes = texts.flatMap((text) => [...encodeName(`${text}\0`)]);
    return { type: 8, size: 1, count: value.length, bytes };
  }
  const numbers = value.filter((item) => typeof item === "number");
  return { type: 4, size: 4, count: numbers.length, bytes: words(...numbers) };
}

function words(...numbers: readonly number[]): number[] {
  return numbers.flatMap((number) => bigEndian(number, 4));
}

function bigEndian(number: number, size: number): number[] {
  return Array.from({ length: size }, (_, at) =>
    Number((BigInt(number) >> BigInt(8 * (size - 1 - at))) & 0xffn),
  );
}
