import { runCommandLine } from '../../src/command/command-line.ts';

/** What a command has said. */
export interface Called {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Calls a command line in a folder. */
export async function callIn(workingDirectory: URL, words: readonly string[]): Promise<Called> {
  const [out, error]: [string[], string[]] = [[], []];
  const terminal = {
    print: (text: string) => void out.push(text),
    printError: (text: string) => void error.push(text),
    progress: () => undefined,
  };
  const code = await runCommandLine(words, { terminal, workingDirectory });
  return { code, out: out.join('\n'), error: error.join('\n') };
}
