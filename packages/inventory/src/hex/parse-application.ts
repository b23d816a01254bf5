import { type ErlangTerm, parseErlangTerm } from "./parse-erlang-term.ts";

/** What a resource file says of an application of Erlang or Elixir. */
export interface BeamApplication {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** Applications that it needs, and that it can do without. */
  readonly applications: readonly string[];
  readonly optional: readonly string[];
}

/** The application of a `.app` file; `undefined` where it is none. See app(4) of Erlang/OTP. */
export function parseApplication(text: string): BeamApplication | undefined {
  const term = parseErlangTerm(text);
  if (term?.kind !== "tuple") return undefined;
  const [tag, name, properties] = term.elements;
  if (textOf(tag) !== "application" || properties?.kind !== "list") return undefined;
  const named = textOf(name);
  if (named === undefined || named === "") return undefined;
  const values = new Map<string, ErlangTerm>();
  for (const property of properties.elements) {
    const [key, value] = property.kind === "tuple" ? property.elements : [];
    const keyText = textOf(key);
    if (keyText !== undefined && value !== undefined) values.set(keyText, value);
  }
  const atoms = (key: string): readonly string[] => {
    const value = values.get(key);
    return value?.kind === "list" ? value.elements.flatMap((each) => textOf(each) ?? []) : [];
  };
  const version = textOf(values.get("vsn"));
  const description = textOf(values.get("description"));
  return {
    name: named,
    ...(version && { version }),
    ...(description && { description }),
    applications: [...atoms("applications"), ...atoms("included_applications")],
    optional: atoms("optional_applications"),
  };
}

function textOf(term: ErlangTerm | undefined): string | undefined {
  return term !== undefined && "text" in term ? term.text : undefined;
}
