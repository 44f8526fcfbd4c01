/** Where a command writes to. */
export interface Terminal {
  /** One text, with a line break after it. */
  print(text: string): void;
  printError(text: string): void;
  /** Shows how far a run is, in the place of what was shown before; nothing where the output is no terminal. */
  progress(text: string): void;
}

/** A terminal on this process's outputs. */
export function processTerminal({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): Terminal {
  let shown = '';
  const clear = (): void => {
    if (shown !== '') stderr.write('\r\u001B[K');
    shown = '';
  };
  return {
    print: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    printError: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!stderr.isTTY) return;
      clear();
      shown = text.slice(0, stderr.columns - 1);
      stderr.write(shown);
    },
  };
}
