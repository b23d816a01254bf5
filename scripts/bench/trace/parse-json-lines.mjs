// Parses each line of the file that is named with JSON.parse: what reading a log of JSON lines costs in Node.js without more.
import { createReadStream } from "node:fs";
import process from "node:process";

const decoder = new TextDecoder();
let rest = "";
let lines = 0;
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 1 << 18 })) {
  const parts = `${rest}${decoder.decode(chunk, { stream: true })}`.split("\n");
  rest = parts.pop() ?? "";
  for (const line of parts) if (typeof JSON.parse(line) === "object") lines++;
}
process.stdout.write(`${lines}\n`);
