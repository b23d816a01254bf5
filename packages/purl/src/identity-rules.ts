import type { PurlDraft } from "./purl-draft.ts";

/** Brings spellings that an ecosystem takes as one to one. */
type IdentityRule = (draft: PurlDraft, qualifiers: Map<string, string>) => void;

export const identityRules: ReadonlyMap<string, IdentityRule> = /* @__PURE__ */ new Map<
  string,
  IdentityRule
>([
  ["cpan", moveAuthor],
  ["golang", foldModule],
  ["npm", completeScope],
  ["nuget", foldNuget],
  ["oci", dropPlace],
  ["pypi", foldPythonName],
  ["rpm", moveEpoch],
  ["swid", foldTagId],
]);

/** cpan-definition.json: the qualifier `author` is the newer way to write the namespace. */
function moveAuthor(draft: PurlDraft, qualifiers: Map<string, string>): void {
  if (draft.namespace === "") draft.namespace = qualifiers.get("author")?.toUpperCase() ?? "";
  qualifiers.delete("author");
}

/** Tools differ in the case of module paths, and in the `v` that every version of a module has. */
function foldModule(draft: PurlDraft): void {
  draft.namespace = draft.namespace.toLowerCase();
  draft.name = draft.name.toLowerCase();
  if (/^v[0-9]/.test(draft.version)) draft.version = draft.version.slice(1);
}

/** npm has no namespaces but scopes, whose `@` some tools leave out. */
function completeScope(draft: PurlDraft): void {
  const { namespace } = draft;
  if (namespace !== "" && !namespace.startsWith("@")) draft.namespace = `@${namespace}`;
}

/** nuget-definition.json: the registry keeps letters as they are, but does not tell them apart. */
function foldNuget(draft: PurlDraft): void {
  draft.name = draft.name.toLowerCase();
  draft.version = draft.version.toLowerCase();
}

/** oci-definition.json: the digest identifies an artifact, wherever it is. */
function dropPlace(draft: PurlDraft, qualifiers: Map<string, string>): void {
  if (draft.version !== "") qualifiers.delete("repository_url");
}

/** PEP 503, "Normalized Names". */
function foldPythonName(draft: PurlDraft): void {
  draft.name = draft.name.replace(/[-_.]+/g, "-");
}

/** Some tools write `1:2.3-4` where the definition of rpm has a qualifier. */
function moveEpoch(draft: PurlDraft, qualifiers: Map<string, string>): void {
  const [epoch] = /^[0-9]+(?=:)/.exec(draft.version) ?? [];
  if (epoch === undefined) return;
  draft.version = draft.version.slice(epoch.length + 1);
  if (!qualifiers.has("epoch")) qualifiers.set("epoch", epoch);
}

/** swid-definition.json: a tag id is not case-sensitive. */
function foldTagId(_draft: PurlDraft, qualifiers: Map<string, string>): void {
  const id = qualifiers.get("tag_id");
  if (id !== undefined) qualifiers.set("tag_id", id.toLowerCase());
}
