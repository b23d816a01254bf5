import { fileURLToPath } from "node:url";
import type { Workload } from "../workload.ts";
import { request } from "./http.ts";

const site = "http://127.0.0.1";
const css = "body { margin: 2rem; font-family: sans-serif; }\n\n200 text/css";

/** A web server with a start script and a few files of its own, as most are. */
export const nginx: Workload = {
  image: {
    name: "nginx",
    packages: ["nginx-light", "ca-certificates", "curl"],
    files: fileURLToPath(new URL("../fixtures/nginx", import.meta.url)),
    entrypoint: ["/usr/local/bin/entrypoint.sh"],
    command: ["nginx", "-g", "daemon off;"],
    stopSignal: "SIGQUIT",
    port: 80,
  },
  clients: ["curl"],
  exercised: [
    { kind: "start", name: "starts" },
    request("serves the front page", `${site}/`, /Welcome to nginx![\s\S]*\n200 text\/html$/),
    request("serves a file", `${site}/assets/site.css`, css),
    request(
      "says that a page is not there",
      `${site}/nope`,
      /404 Not Found[\s\S]*\n404 text\/html$/,
    ),
    { kind: "stop", name: "stops" },
  ],
  heldOut: [
    { kind: "start", name: "starts again" },
    request("answers HEAD", `${site}/`, /^HTTP\/1\.1 200 OK[\s\S]*Content-Length: \d+/, "--head"),
    request(
      "sends a range",
      `${site}/assets/site.css`,
      "body\n206 text/css",
      ...["--range", "0-3"],
    ),
    request(
      "knows that a file did not change",
      `${site}/assets/site.css`,
      "304",
      ...["--header", "If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT"],
    ),
    request(
      "compresses",
      `${site}/`,
      /^Content-Encoding: gzip\r$/m,
      ...["--compressed", "--dump-header", "-", "--output", "/dev/null"],
    ),
    request(
      "refuses to post to a file",
      `${site}/assets/site.css`,
      /405 Not Allowed[\s\S]*\n405 text\/html$/,
      ...["--data", "a=1"],
    ),
    request("knows JSON", `${site}/assets/figures.json`, /1, 2, 3[\s\S]*\n200 application\/json$/),
    request("knows SVG", `${site}/assets/mark.svg`, /<svg[\s\S]*\n200 image\/svg\+xml$/),
    request(
      "redirects to a folder",
      `${site}/assets`,
      /301 Moved Permanently[\s\S]*\n301 text\/html$/,
    ),
    request("lists no folder", `${site}/assets/`, /403 Forbidden[\s\S]*\n403 text\/html$/),
    {
      kind: "command",
      name: "checks its configuration",
      at: "image",
      command: ["nginx", "-t"],
      expect: /syntax is ok[\s\S]*test is successful/,
    },
    {
      kind: "command",
      name: "takes a reload",
      at: "image",
      command: ["nginx", "-s", "reload"],
      expect: /signal process started/,
    },
    request("serves after the reload", `${site}/assets/site.css`, css),
    { kind: "signal", name: "opens its logs anew", signal: "USR1" },
    request("serves after that", `${site}/assets/site.css`, css),
    { kind: "stop", name: "stops again" },
  ],
  removedShare: 0.85,
  neededPackages: [15, 17],
};
