import type { PurlDraft, PurlFault } from "./purl-draft.ts";
import { quote } from "./quote.ts";

/** What the definition of a type says in words only. */
export interface TypeRules {
  readonly normalize?: (draft: PurlDraft) => void;
  readonly check?: (draft: PurlDraft) => PurlFault | undefined;
}

const uuid = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

/**
 * Rules that type definitions give as prose. Not among them is the one of golang, whose note wants lower case while the
 * same definition says `case_sensitive`: Go's module paths are case-sensitive, so they are kept, and `purlIdentity`
 * folds them.
 */
export const typeRules: ReadonlyMap<string, TypeRules> = /* @__PURE__ */ new Map<string, TypeRules>(
  [
    ["cocoapods", { check: checkPodName }],
    ["cpan", { normalize: upperCaseAuthor, check: checkDistributionName }],
    ["git", { normalize: splitHost, check: checkGitPath }],
    ["mlflow", { normalize: foldDatabricksName }],
    ["npm", { check: checkNpmName }],
    ["pub", { normalize: replaceWithUnderscores }],
    ["pypi", { normalize: replaceUnderscores }],
    ["swid", { normalize: foldTagId, check: checkCreator }],
  ],
);

/** cpan-definition.json: the author's id is in upper case. */
function upperCaseAuthor(draft: PurlDraft): void {
  draft.namespace = draft.namespace.toUpperCase();
}

/** cpan-definition.json: `::` is of modules, not of distributions. */
function checkDistributionName({ name }: PurlDraft): PurlFault | undefined {
  if (!name.includes("::")) return undefined;
  return nameFault(`${quote(name)} is a Perl module`, "name its distribution");
}

/** cocoapods-definition.json: no white space, no plus, no period at the start. */
function checkPodName({ name }: PurlDraft): PurlFault | undefined {
  if (!/[\s+]/.test(name) && !name.startsWith(".")) return undefined;
  return nameFault(`${quote(name)} is no name of a pod`, "leave out spaces, plus and first period");
}

/**
 * git-definition.json: the namespace is the host, the name is the whole path on it. Names on GitHub are in lower case,
 * as github-definition.json has them.
 */
function splitHost(draft: PurlDraft): void {
  const end = draft.namespace.indexOf("/");
  if (end !== -1) {
    draft.name = `${draft.namespace.slice(end + 1)}/${draft.name}`;
    draft.namespace = draft.namespace.slice(0, end);
  }
  // It is written as a path, whose segments are not empty.
  if (draft.name.includes("/")) draft.name = draft.name.split("/").filter(Boolean).join("/");
  if (draft.namespace === "github" || draft.namespace === "github.com") {
    draft.name = draft.name.toLowerCase();
  }
}

/** A path of nothing but slashes is none. */
function checkGitPath({ name }: PurlDraft): PurlFault | undefined {
  return name === "" ? nameFault("the git package has no path", "name its repository") : undefined;
}

/** mlflow-definition.json: names of models on Databricks are in lower case, those on Azure ML are kept. */
function foldDatabricksName(draft: PurlDraft): void {
  const url = draft.qualifiers?.["repository_url"]?.toLowerCase() ?? "";
  if (url.includes("databricks")) draft.name = draft.name.toLowerCase();
}

/** npm's own rule (`validate-npm-package-name`): the one slash of a name is that after its scope. */
function checkNpmName({ name }: PurlDraft): PurlFault | undefined {
  if (!name.includes("/")) return undefined;
  return nameFault(`the npm name ${quote(name)} has a slash`, "write the scope as the namespace");
}

/** pub-definition.json: what is no letter and no digit is an underscore. */
function replaceWithUnderscores(draft: PurlDraft): void {
  draft.name = draft.name.replace(/[^a-z0-9_]/g, "_");
}

/** pypi-definition.json: an underscore is a dash. */
function replaceUnderscores(draft: PurlDraft): void {
  draft.name = draft.name.replaceAll("_", "-");
}

/** swid-definition.json: a GUID is in lower case. */
function foldTagId({ qualifiers }: PurlDraft): void {
  const id = qualifiers?.["tag_id"];
  if (qualifiers && id !== undefined && uuid.test(id)) qualifiers["tag_id"] = id.toLowerCase();
}

/** swid-definition.json: the namespace is the creator's name and, after a slash, its id. */
function checkCreator({ namespace }: PurlDraft): PurlFault | undefined {
  if (namespace.split("/", 3).length < 3) return undefined;
  return {
    code: "NAMESPACE_INVALID",
    message: `${quote(namespace)} has more than two segments; write the creator's name and its id`,
  };
}

function nameFault(what: string, step: string): PurlFault {
  return { code: "NAME_INVALID", message: `${what}; ${step}` };
}
