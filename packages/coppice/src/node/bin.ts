import { main } from "coppice";

// A reader that has seen enough, such as head(1), ends the program quietly.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// The first signal ends the command in good order, the second one at once.
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interruption.abort());

const { stdin, stdout, stderr } = process;
const io = { stdin, stdout, stderr, signal: interruption.signal };
process.exitCode = await main(process.argv.slice(2), io);
