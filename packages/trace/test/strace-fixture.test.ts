import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeEvents, readLog } from "./read-log.ts";

/** `strace -f -y sh -c '…'` of Debian 12's dash and coreutils: a shell with a pipe, ls, cat, cp and rm. */
const log = readFileSync(new URL("fixtures/dash.strace", import.meta.url), "utf8");

test("a recorded shell is followed to the same paths without annotations as with them", async () => {
  const bare = log.replace(/(\b\d+|AT_FDCWD)<(?:\/[^>]*|\w+:\[[^\]]*\])>/g, "$1");
  const annotated = await readLog(log);
  const followed = await readLog(bare);
  expect([...annotated.problems, ...followed.problems]).toEqual([]);
  const paths = (events: readonly string[]) => events.map((event) => event.replace(/ -> .*/, ""));
  const [expected, found] = [annotated, followed].map(({ events }) =>
    // The first looks at "." come before the shell changes its folder, of which only -y shows the first.
    paths(describeEvents(events)).filter((event) => !/^stat (\?no-directory \.|\/)$/.test(event)),
  );
  expect(found).toEqual(expected);
  expect(found).toContain("write /tmp/coppice-fixture");
  expect(found?.filter((event) => event.startsWith("exec"))).toEqual([
    "exec /usr/bin/sh",
    "exec /usr/bin/ls",
    "exec /usr/bin/cat",
    "exec /usr/bin/cp",
    "exec /usr/bin/rm",
  ]);
});
