import { runCommandLine } from './command/run-command-line.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
  workingFolder: process.env['INIT_CWD'] ?? process.cwd(),
  isInteractive: process.stdin.isTTY,
});
