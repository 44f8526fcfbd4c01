import { describe, expect, it } from 'vitest';
import { processTerminal } from '../../src/command/terminal.ts';

function outputs(): { readonly written: string[]; readonly terminal: ReturnType<typeof processTerminal> } {
  const written: string[] = [];
  const stream = {
    isTTY: true,
    columns: 12,
    write: (text: string) => {
      written.push(text);
      return true;
    },
  };
  return { written, terminal: processTerminal({ stdout: stream, stderr: stream }) };
}

describe('a terminal', () => {
  it('obeys nothing of what it is given to show, whoever wrote it', () => {
    const { written, terminal } = outputs();
    terminal.print('a \u001B[31mname\u0007\nand a line');
    terminal.printError('\u001B]0;title\u0007');
    expect(written).toEqual(['a \uFFFD[31mname\uFFFD\nand a line\n', '\uFFFD]0;title\uFFFD\n']);
  });

  it('shows progress in its place, no longer than a line, and clears it before a text', () => {
    const { written, terminal } = outputs();
    terminal.progress('1/3 cards: \u001B[2J a long name');
    terminal.print('done');
    expect(written).toEqual(['1/3 cards: ', '\r\u001B[K', 'done\n']);
  });
});
