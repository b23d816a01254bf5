import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { phpHook } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { describeAll, eventsOfRun, hooks, project, runHooked, runs, usesBelow } from "./hooked.ts";

const php = runs("php", "-v");
const prepend = ["-d", `auto_prepend_file=${join(hooks, "php/prepend.php")}`];

describe.skipIf(!php)("the prepended file of PHP", () => {
  test("names the files whose code ran, also those of shutdown functions and archives", async () => {
    const folder = project({
      "main.php": `<?php
        set_error_handler(function ($code, $text) { throw new ErrorException($text); });
        register_shutdown_function(function () { require "late.php"; });
        class Last { function __destruct() { echo ini_get("memory_limit"); } } $last = new Last;
        require "first.php"; require "phar://" . __DIR__ . "/lib.phar/inner/part.php";
        foreach (glob(__DIR__ . "/odd*") as $odd) require $odd;
        echo count(get_defined_vars()), basename(get_included_files()[0]); exit(3);`,
      "first.php": "<?php\n",
      "late.php": "<?php\n",
      "unused.php": "<?php\n",
    });
    const make = '$p = new Phar("lib.phar"); $p["inner/part.php"] = "<?php ";';
    spawnSync("php", ["-d", "phar.readonly=0", "-r", make], { cwd: folder });
    spawnSync("sh", ["-c", "echo '<?php' > \"$(printf 'odd\\303\\251\\377.php')\""], {
      cwd: folder,
    });
    const run = runHooked(["php", ...prepend, "main.php"], { cwd: folder, env: {} });
    const plain = runHooked(["php", "main.php"], { cwd: folder, env: {} });
    expect({ ...run, logs: [] }).toEqual(plain);
    expect(run.status).toBe(3);
    expect(usesBelow(folder, await eventsOfRun(phpHook, run))).toEqual([
      "load first.php",
      "load late.php",
      "load lib.phar!/inner/part.php",
      "load main.php",
      "load oddé\udcff.php",
    ]);
  });

  test("names them after a fatal error, and says that a killed process lacks them", async () => {
    const folder = project({
      "fatal.php": '<?php require "first.php"; absent_function();',
      "killed.php": '<?php require "first.php"; posix_kill(getmypid(), 9);',
      "first.php": "<?php\n",
    });
    const fatal = runHooked(["php", ...prepend, "fatal.php"], { cwd: folder, env: {} });
    expect(usesBelow(folder, await eventsOfRun(phpHook, fatal))).toEqual([
      "load fatal.php",
      "load first.php",
    ]);
    const killed = runHooked(["php", ...prepend, "killed.php"], { cwd: folder, env: {} });
    expect(killed.signal).toBe("SIGKILL");
    expect(describeAll(await eventsOfRun(phpHook, killed)).at(-1)).toBe("lost detached");
  });

  test("names each file once for all requests of a process", async () => {
    const folder = project({
      "serve.php": `<?php
        $server = proc_open([PHP_BINARY, "-d", $argv[1], "-S", "127.0.0.1:0"], [2 => ["pipe", "w"]], $pipes);
        while (!preg_match('~http://([0-9.:]+)~', fgets($pipes[2]), $found));
        foreach (["a.php", "a.php", "b.php"] as $name) echo file_get_contents("http://$found[1]/$name");
        proc_terminate($server);`,
      "a.php": "<?php require 'common.php'; echo 'a';",
      "b.php": "<?php require 'common.php'; echo 'b';",
      "common.php": "<?php\n",
    });
    const setting = prepend[1] ?? "";
    const run = runHooked(["php", "serve.php", setting], { cwd: folder, env: {} });
    expect(run.stdout).toBe("aab");
    const events = await eventsOfRun(phpHook, run);
    expect(run.logs).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === "load")).toHaveLength(3);
    expect(usesBelow(folder, events)).toEqual(["load a.php", "load b.php", "load common.php"]);
  });

  test("hands on to the program's own file, which sees the program's variables", async () => {
    const folder = project({
      "own.php": "<?php $mark = count(get_defined_vars());",
      "main.php": "<?php echo $mark;",
    });
    const own = { COPPICE_PREPEND: join(folder, "own.php") };
    const run = runHooked(["php", ...prepend, "main.php"], { cwd: folder, env: own });
    const plain = runHooked(["php", "-d", "auto_prepend_file=own.php", "main.php"], {
      cwd: folder,
      env: { COPPICE_TRACE: "" },
    });
    expect({ ...run, logs: [] }).toEqual(plain);
    expect(usesBelow(folder, await eventsOfRun(phpHook, run))).toEqual([
      "load main.php",
      "load own.php",
    ]);
  });

  test("changes nothing where a function that it needs is forbidden", () => {
    const folder = project({ "main.php": "<?php echo 'done';" });
    for (const name of [
      "getenv",
      "getmypid,set_error_handler",
      "register_shutdown_function",
      "explode",
      "filesize",
    ]) {
      const options = [...prepend, "-d", `disable_functions=${name}`];
      const run = runHooked(["php", ...options, "main.php"], { cwd: folder, env: {} });
      expect(run).toMatchObject({ status: 0, stdout: "done", stderr: "" });
    }
  });

  test("adds no error to a program that has used up its memory", async () => {
    const folder = project({
      "main.php": `<?php ini_set("memory_limit", "4M");
        while (true) $all[] = str_repeat("x", 100) . count($all ?? []);`,
    });
    const run = runHooked(["php", ...prepend, "main.php"], { cwd: folder, env: {} });
    const plain = runHooked(["php", "main.php"], { cwd: folder, env: {} });
    expect({ ...run, logs: [] }).toEqual(plain);
    expect(usesBelow(folder, await eventsOfRun(phpHook, run))).toEqual(["load main.php"]);
  });

  test("falls silent and changes nothing where it cannot write", () => {
    const folder = project({ "main.php": "<?php echo 'done';", file: "" });
    for (const trace of ["/proc", join(folder, "absent"), join(folder, "file")]) {
      const run = runHooked(["php", ...prepend, "main.php"], {
        cwd: folder,
        env: { COPPICE_TRACE: trace },
      });
      expect(run).toMatchObject({ status: 0, stdout: "done", stderr: "" });
    }
  });
});
