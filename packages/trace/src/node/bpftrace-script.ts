/** `hooks/coppice.bt` for an architecture: without the probes of calls that it does not have, which bpftrace refuses. */
export function bpftraceScript(architecture: string, script: string): string {
  if (architecture === "x64") return script;
  const start = script.indexOf("/* x86 */");
  const end = script.indexOf("/* all */");
  return script.slice(0, start) + script.slice(end);
}
