import { openImage } from "@coppice/image/node";
import { inventory } from "@coppice/inventory";
const t0 = performance.now();
const image = await openImage(process.argv[2]!, { digests: false });
const t1 = performance.now();
const bom = await inventory(image.tree, { subject: image.subject });
const t2 = performance.now();
console.log("open", (t1 - t0) | 0, "inventory", (t2 - t1) | 0, "ms; packages", bom.packages.length, "deps", bom.dependencies.length, "files", bom.files?.length, bom.subject.distribution);
const kinds = new Map<string, number>();
for (const f of bom.files ?? []) { const k = f.attribution.kind === "derived" ? "derived:" + f.attribution.rule : f.attribution.kind; kinds.set(k, (kinds.get(k) ?? 0) + 1); }
console.log(kinds);
console.log((bom.files ?? []).filter((f) => f.attribution.kind === "unowned").map((f) => f.path + (f.target ? " -> " + f.target : "")).slice(0, Number(process.argv[3] ?? 80)).join("\n"));
console.log(bom.problems.slice(0, 20), bom.problems.length, bom.libraryPaths);
const eco = new Map<string, number>(); for (const p of bom.packages) eco.set(p.ecosystem, (eco.get(p.ecosystem) ?? 0) + 1); console.log(eco);
console.log("unsatisfied hard", bom.dependencies.filter((d) => ["runtime", "pre-dependency"].includes(d.kind) && d.satisfiedBy.length === 0).map(d=>d.from+" "+d.requirement).slice(0, 20));
if (process.argv[4]) (await import("node:fs")).writeFileSync(process.argv[4], JSON.stringify(bom));
