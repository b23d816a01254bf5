import type { CommandStep } from "../step.ts";
import type { Workload } from "../workload.ts";

/** A data store that keeps state, run as its own user. */
export const redis: Workload = {
  image: {
    name: "redis",
    packages: ["redis-server", "ca-certificates"],
    entrypoint: ["redis-server", "/etc/redis/redis.conf"],
    command: ["--daemonize", "no"],
    user: "redis",
    workingDirectory: "/var/lib/redis",
    stopSignal: "SIGTERM",
    port: 6379,
  },
  clients: ["redis-cli"],
  exercised: [
    { kind: "start", name: "starts" },
    commands("answers a ping", ["PING"], "PONG"),
    commands("keeps a value", ["SET greeting hello", "GET greeting"], "OK\nhello"),
    commands("counts", ["INCR visits", "INCRBY visits 41"], "1\n42"),
    commands("keeps a list", ["RPUSH list a b c", "LRANGE list 0 -1"], "3\na\nb\nc"),
    commands("keeps a hash", ["HSET user name ada age 36", "HGET user name"], "2\nada"),
    commands("lets a value expire", ["SET gone 1 EX 100", "TTL gone"], /^OK\n(100|99)$/),
    { kind: "stop", name: "stops" },
  ],
  heldOut: [
    { kind: "start", name: "starts again" },
    commands("still has what was saved", ["GET greeting", "SET kept yes"], "hello\nOK"),
    commands(
      "runs Lua",
      ["EVAL \"return redis.call('SET', KEYS[1], cjson.encode({1, 2}))\" 1 lua", "GET lua"],
      "OK\n[1,2]",
    ),
    commands("keeps a sorted set", ["ZADD z 2 b 1 a", "ZRANGE z 0 -1 WITHSCORES"], "2\na\n1\nb\n2"),
    commands("keeps a stream", ["XADD s 1-1 k v", "XLEN s", "XRANGE s - +"], "1-1\n1\n1-1\nk\nv"),
    commands(
      "runs a transaction",
      ["MULTI", "INCR t", "INCR t", "EXEC"],
      "OK\nQUEUED\nQUEUED\n1\n2",
    ),
    commands("estimates a cardinality", ["PFADD h a b c a", "PFCOUNT h"], "1\n3"),
    commands(
      "measures a distance",
      [
        "GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania",
        "GEODIST g Palermo Catania km",
      ],
      /^2\n166\.27/,
    ),
    commands("sorts", ["RPUSH n 3 1 2", "SORT n DESC"], "3\n3\n2\n1"),
    commands("reports on itself", ["INFO server"], /redis_version:7\./),
    shell(
      "publishes to a subscriber",
      "redis-cli SUBSCRIBE news >/tmp/news & sleep 0.5; redis-cli PUBLISH news hello; sleep 0.5; kill $!; tail -n 1 /tmp/news",
      "1\nhello",
    ),
    shell(
      "saves in the background",
      "before=$(redis-cli LASTSAVE); sleep 1.1; redis-cli BGSAVE; " +
        'for _ in $(seq 50); do [ "$(redis-cli LASTSAVE)" -gt "$before" ] && echo saved && exit; sleep 0.1; done',
      "Background saving started\nsaved",
    ),
    commands(
      "writes a log of its changes",
      ["CONFIG SET appendonly yes", "SET logged yes"],
      "OK\nOK",
    ),
    shell(
      "rewrites that log",
      "for _ in $(seq 50); do redis-cli INFO persistence | grep -q 'aof_rewrite_in_progress:0' && break; sleep 0.1; done; " +
        "redis-cli BGREWRITEAOF",
      "Background append only file rewriting started",
    ),
    commands("saves its configuration", ["CONFIG REWRITE"], "OK"),
    { kind: "stop", name: "stops with data" },
    { kind: "start", name: "starts with that data" },
    commands("has the data after a restart", ["GET kept", "GET logged", "LLEN n"], "yes\nyes\n3"),
    { kind: "stop", name: "stops at last" },
  ],
  removedShare: 0.75,
};

/** Commands to the server through redis-cli, one a line, with all replies. */
function commands(name: string, lines: readonly string[], expect: string | RegExp): CommandStep {
  const input = `${lines.join("\n")}\n`;
  return { kind: "command", name, at: "client", command: ["/usr/bin/redis-cli"], input, expect };
}

function shell(name: string, script: string, expect: string): CommandStep {
  return { kind: "command", name, at: "client", command: ["/bin/sh", "-c", script], expect };
}
