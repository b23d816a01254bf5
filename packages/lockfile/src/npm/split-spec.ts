/** The name and what comes after its at sign in `name@1.0.0`; a scope's own at sign is part of the name. */
export function splitSpec(spec: string): { readonly name: string; readonly version?: string } {
  const at = spec.indexOf("@", 1);
  return at < 0 ? { name: spec } : { name: spec.slice(0, at), version: spec.slice(at + 1) };
}
