import type { RuntimeEvent } from "@coppice/types";
import { readJsonDocument } from "../documents/read-json-document.ts";
import { readYamlDocuments } from "../documents/read-yaml-documents.ts";
import { nextByte } from "../json/json-scan.ts";
import { bomLength } from "../lines/bom-length.ts";
import { char } from "../lines/cursor.ts";
import { createLineProblems } from "../lines/line-problems.ts";
import { readWhole } from "../lines/read-whole.ts";
import type { LogFormat } from "../log-format.ts";
import { defaultLogLimits } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import { emitProfile } from "./emit-profile.ts";
import { looksLikeProfile } from "./looks-like-profile.ts";
import { profilesIn } from "./profiles-in.ts";

/**
 * Reads profiles that Kubescape's node agent learnt of workloads: ApplicationProfile and ContainerProfile, one or a list
 * of them, as JSON or YAML. `container` is a container's name. Profiles have no processes and no times: the pid is 0, and
 * the offset is that of the entry's path.
 *
 * Kubescape joins the paths of folders with many files: those have the reason `pattern`. A profile without the notes of
 * learning (`kubescape.io/status`), or that a user manages, is a list of what is allowed, written by hand: it is a problem
 * and shows nothing.
 *
 * @example
 * ```ts
 * import { kubescape } from "@coppice/trace";
 *
 * const profile = `apiVersion: spdx.softwarecomposition.kubescape.io/v1beta1
 * kind: ContainerProfile
 * metadata:
 *   annotations:
 *     kubescape.io/completion: complete
 *     kubescape.io/status: completed
 * spec:
 *   execs:
 *   - path: /usr/sbin/nginx
 *   opens:
 *   - path: /proc/⋯/status
 *     flags: [O_RDONLY]
 * `;
 * const uses: string[] = [];
 * for await (const batch of kubescape.read([new TextEncoder().encode(profile)])) {
 *   for (const event of batch) {
 *     if ("path" in event) uses.push(event.path.known ? event.path.path : event.path.reason);
 *   }
 * }
 * uses; // => ["/usr/sbin/nginx", "pattern"]
 * ```
 */
export const kubescape: LogFormat = {
  name: "kubescape",
  title: "ApplicationProfile and ContainerProfile of Kubescape (v1beta1), JSON or YAML",
  shows: ["exec", "open", "write"],
  blindSpots: [
    "when anything happened, in which order, and by which process",
    "which files were read or mapped as code: profiles list what was opened",
    "which files of a folder were opened when there were many: Kubescape joins their paths",
    "what happened after the time of learning",
  ],
  record: "kubectl get applicationprofile NAME -n NAMESPACE -o yaml > profile.yaml",
  recognises: looksLikeProfile,
  async *read(chunks, options = {}) {
    const bytes = await readWhole(chunks, options);
    const problems = createLineProblems(
      options,
      { ...defaultLogLimits, ...options.limits }.problems,
    );
    problems.confirm();
    const start = { bytes, at: bomLength(bytes), end: bytes.length, broken: false };
    const first = nextByte(start);
    const json = first === char.openBrace || first === char.openBracket;
    const document = json ? readJsonDocument(bytes) : undefined;
    if (!json && bytes.length > mostYamlBytes) {
      throw new TraceError(
        "LIMIT_EXCEEDED",
        `${options.path ?? "the log"} has more than ${mostYamlBytes} bytes, too many for YAML; get it with -o json`,
      );
    }
    const documents = json ? document && [document] : readYamlDocuments(bytes);
    const profiles = documents?.flatMap(profilesIn) ?? [];
    if (profiles.length === 0) {
      throw new TraceError(
        "LOG_FORMAT",
        `${options.path ?? "the log"} is no profile of Kubescape; get it with kubectl, all of it, as JSON or YAML`,
      );
    }
    for (const profile of profiles) {
      const events: RuntimeEvent[] = [...emitProfile(profile, options, problems.report)];
      if (events.length > 0) yield events;
    }
  },
};

/** Reading YAML takes up to 250 times its size in memory. */
const mostYamlBytes = 1 << 23;
