import { fileURLToPath } from "node:url";
import type { CommandStep } from "../step.ts";
import type { Workload } from "../workload.ts";
import { request } from "./http.ts";

const service = "http://127.0.0.1:5088";
const html = "text/html; charset=utf-8";

/** An application in an interpreted language, which loads much of its code only when asked for it. */
export const flask: Workload = {
  image: {
    name: "flask",
    packages: ["python3-flask", "gunicorn", "curl", "ca-certificates"],
    files: fileURLToPath(new URL("../fixtures/flask", import.meta.url)),
    entrypoint: ["gunicorn"],
    command: ["--bind", "127.0.0.1:5088", "app:app"],
    user: "www-data",
    workingDirectory: "/app",
    stopSignal: "SIGTERM",
    port: 5088,
  },
  clients: ["curl"],
  exercised: [
    { kind: "start", name: "starts" },
    get("answers in JSON", "/", '{"a":1}\n\n200 application/json'),
    get("parses XML and asks SQLite", "/r", `(1,) 1 UTC\n200 ${html}`),
    get("says that a page is not there", "/nope", /404 Not Found[\s\S]*\n404 text\/html/),
    { kind: "stop", name: "stops" },
  ],
  heldOut: [
    { kind: "start", name: "starts again" },
    get(
      "renders a template with filters",
      "/greeting/ada%20%3Cb%3E",
      `<p>Hello, Ada &lt;B&gt;; 3.8</p>\n200 ${html}`,
    ),
    get(
      "takes JSON",
      "/echo",
      '{"b":[1,2]}\n\n200 application/json',
      ...["--json", '{"b": [1, 2]}'],
    ),
    get("refuses JSON that is broken", "/echo", /400 Bad Request[\s\S]*\n400/, ...["--json", "{"]),
    get("writes CSV", "/table", /^a,b\r\n1,"x,y"\r\n\n200 text\/csv/),
    get("counts in decimals", "/money", `0.3 1/3\n200 ${html}`),
    get("makes a digest", "/digest", /^[0-9a-f]{64}\n200/),
    get("writes a mail", "/mail", /^Subject: =\?utf-8\?[\s\S]*\ntext\n\n200 text\/plain/),
    get("compresses", "/archive", `bz2 gzip lzma zlib\n200 ${html}`),
    get("works in threads", "/parallel", `[0, 1, 4, 9]\n200 ${html}`),
    get("starts a process", "/process", `42\n\n200 ${html}`),
    get("takes a file", "/upload", /^hostname \d+\n200/, ...["--form", "file=@/etc/hostname"]),
    get("says that it failed", "/fail", /500 Internal Server Error[\s\S]*\n500/),
    get("forbids", "/forbidden", /403 Forbidden[\s\S]*\n403/),
    get("refuses a method", "/", /405 Method Not Allowed[\s\S]*\n405/, ...["--request", "DELETE"]),
    { kind: "signal", name: "takes a reload", signal: "HUP" },
    get("answers after the reload", "/", '{"a":1}\n\n200 application/json'),
    { kind: "stop", name: "stops again" },
  ],
  removedShare: 0.75,
};

function get(
  name: string,
  path: string,
  expect: string | RegExp,
  ...flags: readonly string[]
): CommandStep {
  return request(name, `${service}${path}`, expect, ...flags);
}
