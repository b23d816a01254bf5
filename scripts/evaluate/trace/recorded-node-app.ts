import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LogFormat, nodeHook, strace, v8Coverage } from "@coppice/trace";
import type { Problem, RuntimeEvent } from "@coppice/types";

const root = fileURLToPath(
  new URL("../../../node_modules/.cache/coppice-bench/node-app", import.meta.url),
);
const preload = fileURLToPath(
  new URL("../../../packages/trace/hooks/node-preload.cjs", import.meta.url),
);

/** What records a run from inside or outside of Node.js. */
export const sources: readonly LogFormat[] = [strace, v8Coverage, nodeHook];

/** The last three are installed and never loaded. */
const dependencies = {
  compression: "1.7.5",
  "cookie-parser": "1.4.7",
  cors: "2.8.5",
  express: "4.21.2",
  helmet: "8.0.0",
  morgan: "1.10.0",
  lodash: "4.17.21",
  semver: "7.6.3",
  uuid: "11.0.5",
};

/** Answers a request of each kind, and ends. */
const program = `"use strict";
const express = require("express");
const app = express();
app.use(require("morgan")("tiny", { skip: () => true }), require("compression")());
app.use(require("helmet")(), require("cors")(), require("cookie-parser")(), express.json());
app.get("/", (request, response) => response.send("hello ".repeat(1000)));
app.post("/", (request, response) => response.json(request.body));
const server = app.listen(0, "127.0.0.1", async () => {
  const url = "http://127.0.0.1:" + server.address().port;
  const headers = { "content-type": "application/json" };
  await (await fetch(url, { headers: { cookie: "a=1" } })).text();
  await (await fetch(url, { method: "POST", headers, body: '{"a":1}' })).json();
  await (await fetch(url + "/absent")).text();
  process.exit(0);
});
`;

/** The folder of an express app that npm installed, once; `undefined` when it could not, or strace does not run here. */
export function installNodeApp(): string | undefined {
  if (spawnSync("strace", ["-o", "/dev/null", "true"]).status !== 0) return undefined;
  const manifest = JSON.stringify({ name: "app", version: "1.0.0", private: true, dependencies });
  const manifestFile = join(root, "package.json");
  if (existsSync(manifestFile) && readFileSync(manifestFile, "utf8") === manifest) return root;
  const aside = `${root}.part`;
  for (const folder of [root, aside]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, "package.json"), manifest);
  writeFileSync(join(aside, "app.js"), program);
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
  if (spawnSync("npm", ["install", ...flags], { cwd: aside }).status !== 0) return undefined;
  // npm sorts the dependencies when it writes the file again.
  writeFileSync(join(aside, "package.json"), manifest);
  renameSync(aside, root);
  return root;
}

/** Folders of packages below that of the app, as npm lists them. */
export function listedPackages(): ReadonlySet<string> {
  const { stdout } = spawnSync("npm", ["ls", "--all", "--parseable"], {
    cwd: root,
    encoding: "utf8",
  });
  const folders = stdout.split("\n").filter((path) => path.startsWith(`${root}/`));
  return new Set(folders.map((path) => path.slice(root.length)));
}

/** Runs the app while these sources record it into files of `folder`. */
export function recordNodeApp(folder: string, by: readonly LogFormat[]): void {
  const command = [process.execPath, "app.js"];
  const env: Record<string, string | undefined> = { ...process.env, NODE_OPTIONS: "" };
  for (const { name } of by) {
    const place = join(folder, name);
    if (name === strace.name) command.unshift("strace", "-f", "-y", "-o", place);
    if (name === v8Coverage.name) env["NODE_V8_COVERAGE"] = place;
    if (name !== nodeHook.name) continue;
    mkdirSync(place);
    env["COPPICE_TRACE"] = place;
    env["NODE_OPTIONS"] = `--require=${preload}`;
  }
  const [tool = "", ...args] = command;
  const { status, stderr } = spawnSync(tool, args, { cwd: root, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`the app ended with ${status}: ${stderr}`);
}

/** The events that a source recorded, with the app's folder as the root of what is looked at. */
export async function recordedEvents(
  folder: string,
  { name, read }: LogFormat,
): Promise<{ readonly events: readonly RuntimeEvent[]; readonly problems: readonly Problem[] }> {
  const place = join(folder, name);
  const files = statSync(place).isFile()
    ? [place]
    : readdirSync(place).map((it) => join(place, it));
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  for (const file of files) {
    const onProblem = (problem: Problem) => problems.push(problem);
    const batches = read([readFileSync(file)], { onProblem });
    for await (const batch of batches) events.push(...batch.map(inApp));
  }
  return { events, problems };
}

function inApp(event: RuntimeEvent): RuntimeEvent {
  if (!("path" in event) || !event.path.known) return event;
  const { path, real, member } = event.path;
  if (!path.startsWith(`${root}/`)) {
    return { ...event, path: { known: false, given: path, reason: "outside" } };
  }
  return {
    ...event,
    path: {
      known: true,
      path: path.slice(root.length),
      ...(real?.startsWith(`${root}/`) && { real: real.slice(root.length) }),
      ...(member !== undefined && { member }),
    },
  };
}
