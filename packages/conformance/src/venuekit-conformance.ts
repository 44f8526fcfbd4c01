#!/usr/bin/env node
import { pathToFileURL } from 'node:url';
import { runCommandLine } from './command/command-line.ts';
import { processTerminal } from './command/terminal.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(process),
  workingDirectory: pathToFileURL(`${process.cwd()}/`),
});
