import type { LossCode } from "@coppice/types";

/** What a line or record says of the recording itself. */
export interface AuditNotice {
  readonly code: LossCode;
  readonly reason: string;
  /** How many events were lost since the host came up. */
  readonly lost?: number;
}

const notices: readonly (readonly [text: string, code: LossCode, reason: string])[] = [
  ["backlog limit exceeded", "dropped", "the kernel's queue of records was full"],
  ["rate limit exceeded", "dropped", "the kernel made more records than its limit allows"],
  ["queue overflow", "dropped", "the kernel's queue of records was full"],
  ["dropping event", "dropped", "a plugin of auditd could not keep up"],
  ["event lost", "dropped", "a plugin of auditd could not keep up"],
  ["suspending logging", "detached", "auditd wrote no more, since the disk was full"],
];

/** What a line that is no record says: of the kernel, of auditd, of auditctl -s. */
export function readStatusLine(line: string): AuditNotice | undefined {
  // `auditctl -s` writes one fact a line.
  if (line.startsWith("lost ")) return lostSoFar(numberAfter(line, "lost "));
  if (!line.includes("audit") && !line.startsWith("AUDIT_STATUS")) return undefined;
  const lost = numberAfter(line, "audit_lost=") ?? numberAfter(line, "lost=");
  if (lost !== undefined) return lostSoFar(lost);
  for (const [text, code, reason] of notices) {
    if (line.includes(text)) return { code, reason };
  }
  return undefined;
}

function lostSoFar(lost: number | undefined): AuditNotice | undefined {
  return lost === undefined ? lost : { code: "dropped", reason: "the kernel lost records", lost };
}

function numberAfter(line: string, key: string): number | undefined {
  for (let at = line.indexOf(key); at >= 0; at = line.indexOf(key, at + 1)) {
    if (at > 0 && line[at - 1] !== " ") continue;
    const digits = line.slice(at + key.length).split(/[^0-9]/, 1)[0];
    // More digits are no count of the kernel's.
    if (digits && digits.length <= 15) return Number(digits);
  }
  return undefined;
}

/** What a record of the daemon, or of a change of its rules, says. */
export function readNotice(type: string, fields: string): AuditNotice | undefined {
  switch (type) {
    case "DAEMON_START":
      return { code: "late-start", reason: "auditd was started" };
    case "DAEMON_END":
    case "DAEMON_ABORT":
      return { code: "detached", reason: "auditd was stopped" };
    case "DAEMON_ERR":
      return { code: "dropped", reason: "auditd had an error" };
    case "CONFIG_CHANGE":
      return readChange(fields);
    default:
      return undefined;
  }
}

function readChange(fields: string): AuditNotice | undefined {
  const enabled = numberAfter(fields, "audit_enabled=");
  if (enabled !== undefined && enabled !== numberAfter(fields, "old=")) {
    return enabled === 0
      ? { code: "detached", reason: "auditing was switched off" }
      : { code: "late-start", reason: "auditing was switched on" };
  }
  if (fields.includes("remove_rule")) return { code: "detached", reason: "a rule was removed" };
  // `auditctl --reset-lost`: the kernel begins anew to count, and says how many it lost before.
  const lost = numberAfter(fields, "lost=") === 0 ? (numberAfter(fields, "old=") ?? 0) : 0;
  return lost > 0 ? { code: "dropped", reason: "the kernel lost records", lost } : undefined;
}
