import type { SbomComponent, SbomParty } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer, answerWhere, isStated } from "./stated.ts";

/** Whether the document names who had it made: a person or an organisation, not a tool. */
export function hasAuthor({ document, edition }: SbomFacts): SbomAnswer {
  const authors = document.creators.filter(({ kind }) => kind !== "tool");
  return answerWhere(edition !== "syft", authors.some(isNamed));
}

/** Whether an organisation is among those who made the document. */
export function hasAuthorOrganization({ document, edition }: SbomFacts): SbomAnswer {
  const isOrganization = ({ kind }: SbomParty): boolean => kind === "organization";
  return answerWhere(edition !== "syft", document.creators.filter(isOrganization).some(isNamed));
}

/** Whether whoever had the document made can be reached by e-mail or over the web. */
export function hasAuthorContact({ document, edition }: SbomFacts): SbomAnswer {
  return answerWhere(edition !== "syft", document.creators.some(isReachable));
}

/** Whether the document names the tool that made it. */
export function hasTool({ document }: SbomFacts): SbomAnswer {
  return answer(document.creators.some(isTool));
}

/** Whether the document names the tool that made it, and which version. */
export function hasToolVersion({ document }: SbomFacts): SbomAnswer {
  const tools = document.creators.filter(isTool);
  return answerWhere(
    true,
    tools.some(({ version }) => isStated(version)),
  );
}

/** Whether it is said who supplies a component: its supplier, publisher or maker, which standards have called alike. */
export function hasSupplier(component: SbomComponent, { edition }: SbomFacts): SbomAnswer {
  const { supplier, publisher, originators } = component;
  const isSo = isNamed(supplier) || isStated(publisher) || originators.some(isNamed);
  return answerWhere(edition !== "syft", isSo);
}

/** Whether it is said who made a component; who passes it on does not count. */
export function hasProducer(component: SbomComponent, { edition }: SbomFacts): SbomAnswer {
  const isSo = component.originators.some(isNamed) || isStated(component.publisher);
  return answerWhere(edition !== "syft", isSo);
}

/** Whether whoever made or supplies a component can be reached by e-mail or over the web. */
export function hasSupplierContact(component: SbomComponent, { edition }: SbomFacts): SbomAnswer {
  const { supplier, originators } = component;
  return answerWhere(edition !== "syft", isReachable(supplier) || originators.some(isReachable));
}

/** Whether whoever made a component can be reached by e-mail or over the web. */
export function hasProducerContact(component: SbomComponent, { edition }: SbomFacts): SbomAnswer {
  return answerWhere(edition !== "syft", component.originators.some(isReachable));
}

function isTool(party: SbomParty): boolean {
  return party.kind === "tool" && isStated(party.name);
}

function isNamed(party: SbomParty | undefined): boolean {
  return party !== undefined && (isStated(party.name) || isReachable(party));
}

function isReachable(party: SbomParty | undefined): boolean {
  if (party === undefined || party.kind === "tool") return false;
  return party.emails.some(isEmail) || party.urls.some(isWebAddress);
}

function isEmail(text: string): boolean {
  const at = text.indexOf("@");
  return at > 0 && at < text.length - 1 && !text.includes(" ");
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text);
}
