import { compareSboms } from "../../../packages/sbom/src/compare/compare-sboms.ts";
import type { SbomComponent } from "../../../packages/sbom/src/sbom-component.ts";
import type { SbomModel } from "../../../packages/sbom/src/sbom-document.ts";
import type { Row } from "../../evaluate/evaluation.ts";

/** Two documents that make matching hard, of `count` components each. */
interface Case {
  readonly name: string;
  readonly before: (at: number) => Partial<SbomComponent>;
  readonly after: (at: number) => Partial<SbomComponent>;
}

const purls = (name: string): Pick<SbomComponent, "purls"> => ({ purls: [`pkg:npm/${name}`] });

const cases: readonly Case[] = [
  { name: "one name, no version", before: () => ({}), after: () => ({ description: "other" }) },
  {
    name: "one package, other versions",
    before: (at) => ({ version: `1.${at}`, ...purls(`x@1.${at}`) }),
    after: (at) => ({ version: `2.${at}`, ...purls(`x@2.${at}`) }),
  },
  {
    name: "one hash",
    before: (at) => ({ name: `a${at}`, hashes: ["sha256:00"] }),
    after: (at) => ({ name: `b${at}`, hashes: ["sha256:00"] }),
  },
  {
    name: "upgrades of packages",
    before: (at) => ({ name: `p${at}`, version: "1.0.0", ...purls(`p${at}@1.0.0`) }),
    after: (at) => ({ name: `p${at}`, version: "1.0.1", ...purls(`p${at}@1.0.1`) }),
  },
];

/** CPU seconds of comparing 2,500 and 10,000 components, and how much the four times as many take. */
export async function* compare(_corpus: string | undefined): AsyncIterable<Row> {
  for (const { name, before, after } of cases) {
    const seconds = [2_500, 10_000].map((count) => {
      const models = [modelOf(count, before), modelOf(count, after)] as const;
      const runs = Array.from({ length: 3 }, () => cpuSeconds(() => compareSboms(...models)));
      return runs.sort((a, b) => a - b)[1] ?? 0;
    });
    const [small = 0, large = 0] = seconds;
    const growth = large / small;
    yield {
      name,
      values: {
        "2,500: CPU s": small.toFixed(3),
        "10,000: CPU s": large.toFixed(3),
        growth: growth.toFixed(1),
        bar: "growth ≤ 8",
      },
      passed: growth <= 8,
    };
  }
}

function modelOf(count: number, more: (at: number) => Partial<SbomComponent>): SbomModel {
  const refs = Array.from({ length: count }, (_, at) => `r${at}`);
  return {
    creators: [],
    subjects: [],
    components: refs.map((ref, at) => ({
      ref,
      pointer: `/components/${at}`,
      name: "x",
      purls: [],
      cpes: [],
      identifiers: [],
      hashes: [],
      licenses: [],
      originators: [],
      externalReferences: [],
      properties: [],
      ...more(at),
    })),
    relationships: refs.slice(1).map((ref) => ({ from: "r0", kind: "dependsOn", to: ref })),
    leaves: [],
    namedLicenses: [],
  };
}

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
