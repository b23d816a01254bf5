const prefix = "urn:coppice:ref:";

/** An IRI that stands for a ref of a document in which it names nothing; SPDX 3 takes nothing else in a relationship. */
export function iriOfRef(ref: string): string {
  return prefix + encodeURIComponent(ref);
}

/** The ref that {@link iriOfRef} stands for; any other IRI is itself. */
export function refOfIri(iri: string): string {
  if (!iri.startsWith(prefix)) return iri;
  try {
    return decodeURIComponent(iri.slice(prefix.length));
  } catch {
    return iri;
  }
}
