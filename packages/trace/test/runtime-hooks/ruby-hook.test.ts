import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rubyHook } from "@coppice/trace";
import { describe, expect, test } from "vitest";
import { describeAll, eventsOfRun, hooks, project, runHooked, runs, usesBelow } from "./hooked.ts";

const ruby = runs("ruby", "-v");
const env = { RUBYOPT: `-w -r${join(hooks, "ruby/coppice.rb")}` };

describe.skipIf(!ruby)("the required file of Ruby", () => {
  test("names the files whose code ran, and extensions", async () => {
    const folder = project({
      "main.rb": `require_relative "first"; load "./second.rb"; eval("1"); require "zlib"
        begin; require "absent"; rescue LoadError; end
        Dir.children(".").select { |name| name.start_with?("odd") }.each { |name| load "./" + name }
        puts $PROGRAM_NAME, $LOADED_FEATURES.last`,
      "first.rb": "",
      "second.rb": 'autoload(:Third, "./third"); Third',
      "third.rb": "Third = 3",
      "unused.rb": "",
    });
    spawnSync("sh", ["-c", "touch \"$(printf 'odd\\303\\251\\377.rb')\""], { cwd: folder });
    const run = runHooked(["ruby", "main.rb"], { cwd: folder, env });
    const plain = runHooked(["ruby", "main.rb"], { cwd: folder, env: { RUBYOPT: "-w" } });
    expect({ ...run, logs: [] }).toEqual(plain);
    const events = await eventsOfRun(rubyHook, run);
    expect(usesBelow(folder, events)).toEqual([
      "load first.rb",
      "load main.rb",
      "load oddé\udcff.rb",
      "load second.rb",
      "load third.rb",
    ]);
    expect(describeAll(events).filter((text) => text.endsWith("/zlib.so"))).toHaveLength(1);
    expect(usesBelow(hooks, events)).toEqual([]);
  });

  test("follows forks and chdir, and names what a killed process loaded", async () => {
    const folder = project({
      "main.rb": `Dir.chdir("/")
        if fork.nil? then require_relative "first"; exit! end
        Process.wait
        require_relative "second"; Process.kill(9, $$); sleep`,
      "first.rb": "",
      "second.rb": "",
    });
    const run = runHooked(["ruby", "main.rb"], { cwd: folder, env });
    expect(run.signal).toBe("SIGKILL");
    expect(run.logs).toHaveLength(2);
    const events = await eventsOfRun(rubyHook, run);
    expect(usesBelow(folder, events)).toEqual(["load first.rb", "load main.rb", "load second.rb"]);
  });

  test("names what a child loads that may not write into the folder, and nothing that is built in", async () => {
    const folder = project({
      "main.rb": `trace = ENV["COPPICE_TRACE"]
        File.chmod(0o755, "."); File.chmod(0o555, trace)
        if fork.nil?
          Process::Sys.setuid(65534) if Process.uid == 0
          require_relative "first"; exit!
        end
        Process.wait; File.chmod(0o755, trace); $0 = "unused.rb"; Dir.mkdir("gone"); Dir.chdir("gone"); Dir.rmdir("../gone")
        require_relative "second"`,
      "first.rb": "",
      "second.rb": "",
      "thread.rb": "",
      "unused.rb": "",
    });
    const run = runHooked(["ruby", "main.rb"], { cwd: folder, env });
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.logs).toHaveLength(1);
    expect(usesBelow(folder, await eventsOfRun(rubyHook, run))).toEqual([
      "load first.rb",
      "load main.rb",
      "load second.rb",
    ]);
  });

  test("falls silent and changes nothing where it cannot write, or when its file is closed", () => {
    const folder = project({
      "main.rb":
        "ObjectSpace.each_object(IO) { |io| io.close if io.fileno > 2 rescue nil }; require_relative 'first'; puts :done",
      "first.rb": "",
      file: "",
    });
    for (const trace of [undefined, "/proc", join(folder, "absent"), join(folder, "file")]) {
      const more = trace === undefined ? {} : { COPPICE_TRACE: trace };
      const run = runHooked(["ruby", "main.rb"], { cwd: folder, env: { ...env, ...more } });
      expect(run).toMatchObject({ status: 0, stdout: "done\n", stderr: "" });
    }
  });
});
