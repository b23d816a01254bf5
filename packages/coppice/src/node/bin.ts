#!/usr/bin/env node
import { main } from "coppice";

// A reader that has seen enough, such as head(1), ends the program quietly.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
process.exitCode = await main(process.argv.slice(2), process);
