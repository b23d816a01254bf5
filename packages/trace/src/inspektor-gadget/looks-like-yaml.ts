import { char } from "../lines/cursor.ts";
import { headLines } from "../lines/head-lines.ts";
import { rawText } from "../lines/raw-text.ts";
import { beginsDocument } from "./create-yaml-reader.ts";
import { readNotice } from "./read-notice.ts";

/** Whether a log that begins with `head` is a stream of YAML documents, the first of which is an event. */
export function looksLikeYaml(head: Uint8Array): boolean {
  const members = new Set<string>();
  let documents = 0;
  for (const { line } of headLines(head)) {
    if (readNotice(line) !== undefined) continue;
    if (beginsDocument(line)) documents++;
    else if (documents === 0) return false;
    if (documents > 1) break;
    const colon = head.indexOf(char.colon, line.at);
    if (colon >= 0 && colon < line.end) members.add(rawText(head, line.at, colon));
  }
  const hasProcess = members.has("proc") || members.has("pid");
  return hasProcess && marks.some((name) => members.has(name));
}

/** Members that the tool adds to each event. */
const marks = ["runtime", "k8s", "mntns_id", "mountnsid"] as const;
