// Reads the rpm database that is named many times, and prints: packages, files, CPU ms of the first time, median of the others.
import { readFileSync } from "node:fs";
import process from "node:process";
import { parseRpmDatabase } from "@coppice/inventory";

const bytes = readFileSync(process.argv[2]);
let packages = [];
const times = Array.from({ length: 31 }, () => {
  const before = process.cpuUsage();
  packages = [...parseRpmDatabase(bytes)];
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
});
const [first, ...later] = times;
const files = packages.reduce((sum, found) => sum + found.files.length, 0);
later.sort((a, b) => a - b);
process.stdout.write(`${packages.length} ${files} ${first} ${later[later.length >> 1]}\n`);
