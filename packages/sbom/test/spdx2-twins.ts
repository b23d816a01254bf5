/** One document that the corpus has in several encodings. */
export interface Twins {
  readonly name: string;
  /** The file that the others are compared with. */
  readonly first: string;
  readonly others: readonly string[];
  /** Where the files themselves say different things. */
  readonly known: readonly KnownDifference[];
}

/** A difference that stands in the files. */
interface KnownDifference {
  /** Beginning of the JSON pointer, in which list items are named by their identifier. */
  readonly pointer: string;
  readonly reason: string;
}

const java = "spdx__tools-java/";
const python = "spdx__tools-python/";
const shelter = "chainguard-dev__bom-shelter/spdx/";
const syft = "anchore__syft/syft/format/";

const acme: KnownDifference = {
  pointer: "/packages/SPDXRef-Package/externalRefs/",
  reason: "JSON, YAML and XML write types of references as URIs; RDF and tag-value by name",
};
const namespace: KnownDifference = {
  pointer: "/documentNamespace",
  reason: "each file has a namespace of its own",
};
const syftFiles: readonly KnownDifference[] = [
  { pointer: "/creationInfo/created", reason: "the files were made one after the other" },
  namespace,
  { pointer: "/files/", reason: "this version of Syft writes copyright texts into JSON alone" },
];

/** The sets of the corpus whose files are the same document. */
export const twins: readonly Twins[] = [
  {
    name: "official example 2.2, Java tools",
    first: `${java}SPDXJSONExample-v2.2.spdx.json`,
    others: [
      `${java}SPDXYAMLExample-2.2.spdx.yaml`,
      `${java}SPDXXMLExample-v2.2.spdx.xml`,
      `${java}SPDXRdfExample-v2.2.spdx.rdf`,
      `${java}SPDXTagExample-v2.2.spdx`,
    ],
    known: [namespace, acme],
  },
  {
    name: "official example 2.3, Java tools",
    first: `${java}SPDXJSONExample-v2.3.spdx.json`,
    others: [
      `${java}SPDXYAMLExample-2.3.spdx.yaml`,
      `${java}SPDXXMLExample-v2.3.spdx.xml`,
      `${java}SPDXRdfExample-v2.3.spdx.rdf`,
      `${java}SPDXTagExample-v2.3.spdx`,
    ],
    known: [
      namespace,
      acme,
      {
        pointer: "/packages/SPDXRef-fromDoap-0/externalRefs/",
        reason: "YAML and XML write the type purl as a URI of another document",
      },
    ],
  },
  {
    name: "official example 2.2, Python tools",
    first: `${python}SPDXJSONExample-v2.2.spdx.json`,
    others: [
      `${python}SPDXYAMLExample-v2.2.spdx.yaml`,
      `${python}SPDXXMLExample-v2.2.spdx.xml`,
      `${python}SPDXRdfExample-v2.2.spdx.rdf.xml`,
      `${python}SPDXTagExample-v2.2.spdx`,
    ],
    known: [acme],
  },
  {
    name: "official example 2.3, Python tools",
    first: `${python}SPDXJSONExample-v2.3.spdx.json`,
    others: [
      `${python}SPDXYAMLExample-v2.3.spdx.yaml`,
      `${python}SPDXXMLExample-v2.3.spdx.xml`,
      `${python}SPDXRdfExample-v2.3.spdx.rdf.xml`,
      `${python}SPDXTagExample-v2.3.spdx`,
    ],
    known: [acme, { pointer: "/creationInfo/comment", reason: "the RDF file has it on one line" }],
  },
  {
    name: "official example 2.2 in UTF-16",
    first: `${python}SPDXJSONExample-UTF-16.spdx.json`,
    others: [
      `${python}SPDXYAMLExample-UTF-16.spdx.yaml`,
      `${python}SPDXXMLExample-UTF-16.spdx.xml`,
      `${python}SPDXRdfExample-UTF-16.spdx.rdf.xml`,
      `${python}SPDXTagExample-UTF-16.spdx`,
    ],
    known: [acme],
  },
  {
    name: "Julia",
    first: `${shelter}julia.spdx.json`,
    others: [`${shelter}julia.spdx`],
    known: [],
  },
  {
    name: "helm-controller, Syft",
    first: `${shelter}helm-controller_0.16.0_sbom.spdx.json`,
    others: [`${shelter}helm-controller_0.16.0_sbom.spdx`],
    known: [
      {
        pointer: "/files/",
        reason: "this version of Syft names and digests files differently in JSON",
      },
    ],
  },
  {
    name: "kustomizer, Syft",
    first: `${shelter}kustomizer_2.1.0_sbom.spdx.json`,
    others: [`${shelter}kustomizer_2.1.0_sbom.spdx`],
    known: [
      { pointer: "/files/", reason: "this version of Syft writes sha256 in lower case in JSON" },
    ],
  },
  {
    name: "go.mod 2.2, Syft",
    first: `${syft}spdxjson/testdata/identify/2.2.json`,
    others: [`${syft}spdxtagvalue/testdata/identify/2.2.sbom`],
    known: [
      ...syftFiles,
      {
        pointer: "/packages/",
        reason: "this version of Syft writes empty members into JSON alone",
      },
    ],
  },
  {
    name: "go.mod 2.3, Syft",
    first: `${syft}spdxjson/testdata/identify/2.3.json`,
    others: [`${syft}spdxtagvalue/testdata/identify/2.3.sbom`],
    known: syftFiles,
  },
  {
    name: "official example 2.2 with another comment",
    first: `${java}SPDXYAMLExample-2.2.spdx.yaml`,
    others: [`${java}DifferentFileComment.spdx.yaml`],
    known: [
      namespace,
      { pointer: "/files/SPDXRef-CommonsLangSrc/comment", reason: "made to differ" },
      { pointer: "/files/SPDXRef-File/comment", reason: "made to differ" },
    ],
  },
];
