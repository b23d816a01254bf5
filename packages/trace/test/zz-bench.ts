import { readFileSync } from "node:fs";
import { readStrace } from "@coppice/trace";
for (const f of process.argv.slice(2)) {
const one = readFileSync(f);
for (const mb of [32, 64, 128]) {
  const n = Math.ceil((mb << 20) / one.length);
  async function* gen() { for (let i = 0; i < n; i++) for (let a = 0; a < one.length; a += 65536) yield one.subarray(a, a + 65536); }
  let ev = 0; let pr = 0;
  const t = process.cpuUsage();
  for await (const b of readStrace(gen(), { imageRoot: "/", onProblem: () => pr++ })) ev += b.length;
  const u = process.cpuUsage(t); const s = (u.user + u.system) / 1e6;
  console.log(f.split("/").pop(), mb, (n * one.length / 1e6 / s).toFixed(0), "MB/s", ev, pr, (process.memoryUsage().rss / 1e6) | 0);
}}
