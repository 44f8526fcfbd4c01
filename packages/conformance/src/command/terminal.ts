import { shownText } from '../run/shown-text.ts';

/** Where a command writes to. */
export interface Terminal {
  /** One text, with a line break after it. */
  print(text: string): void;
  printError(text: string): void;
  /** Shows how far a run is, in the place of what was shown before; nothing where the output is no terminal. */
  progress(text: string): void;
}

/** What a terminal needs of the outputs of a process. */
export interface ProcessOutputs {
  readonly stdout: Pick<NodeJS.WriteStream, 'write'>;
  readonly stderr: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
}

/** A terminal on a process's outputs, which obeys nothing of what it is given to show. */
export function processTerminal({ stdout, stderr }: ProcessOutputs): Terminal {
  let shown = '';
  const clear = (): void => {
    if (shown !== '') stderr.write('\r\u001B[K');
    shown = '';
  };
  return {
    print: (text) => {
      clear();
      stdout.write(`${asText(text)}\n`);
    },
    printError: (text) => {
      clear();
      stderr.write(`${asText(text)}\n`);
    },
    progress: (text) => {
      if (!stderr.isTTY) return;
      clear();
      shown = asText(text).slice(0, stderr.columns - 1);
      stderr.write(shown);
    },
  };
}

function asText(text: string): string {
  return shownText(text, new Set());
}
