#!/usr/bin/env node
import { pathToFileURL } from 'node:url';
import { runCommandLine } from './command/command-line.ts';
import { processTerminal } from './command/terminal.ts';

// Who reads the output may leave early, as `head` does: that changes nothing about the run and its status.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(process),
  workingDirectory: pathToFileURL(`${process.cwd()}/`),
});
