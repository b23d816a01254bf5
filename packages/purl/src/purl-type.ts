/** What the definition of a registered type says of its purls. */
export interface PurlType {
  /** What it is for, such as `PyPI`. */
  readonly title: string;
  readonly namespace: "required" | "optional" | "prohibited";
  /** Parts whose canonical form is in lower case. */
  readonly lowercase: {
    readonly namespace: boolean;
    readonly name: boolean;
    readonly version: boolean;
    readonly subpath: boolean;
  };
  readonly requiredQualifiers: readonly string[];
  /** What holds where a qualifier is absent. */
  readonly defaultQualifiers: { readonly [key: string]: string };
  /** Where packages come from unless `repository_url` names another place; most types have one. */
  readonly repository: string | undefined;
  /** What a name has to match, where the definition says so. */
  readonly namePattern: RegExp | undefined;
  /** What a version has to match, where the definition says so. */
  readonly versionPattern: RegExp | undefined;
}
