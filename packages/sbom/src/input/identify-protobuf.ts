const varint = 0;
const delimited = 2;
const specVersionField = 1;
const versionField = 2;
const lastField = 31;

/**
 * The version of the CycloneDX document that bytes hold in Protocol Buffers, by their structure: fields of the message `Bom`
 * with the wire types that its schema gives them, `spec_version` among them. Bytes that end early still count.
 */
export function identifyProtobuf(bytes: Uint8Array): string | undefined {
  let specVersion: string | undefined;
  let at = 0;
  while (at < bytes.length) {
    const key = readVarint(bytes, at);
    const field = (key?.value ?? 0) >>> 3;
    if (key === undefined || field < 1 || field > lastField) return undefined;
    if ((key.value & 7) !== (field === versionField ? varint : delimited)) return undefined;
    const number = readVarint(bytes, key.end);
    if (number === undefined) return specVersion;
    at = field === versionField ? number.end : number.end + number.value;
    if (field !== specVersionField) continue;
    specVersion = String.fromCharCode(...bytes.subarray(number.end, Math.min(at, number.end + 8)));
    if (number.value > 8 || !/^[1-9]\.[0-9]{1,2}$/.test(specVersion)) return undefined;
  }
  return specVersion;
}

/** A variable-width integer, where it is complete and of at most five bytes. */
function readVarint(
  bytes: Uint8Array,
  from: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { value, end: from + index + 1 };
  }
  return undefined;
}
