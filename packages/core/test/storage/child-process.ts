import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A script in a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** The lines it has written. */
  readonly lines: readonly string[];
  /** Resolves when it has written its first line. */
  readonly firstLine: Promise<unknown>;
  /** Resolves when it has ended: with the signal that killed it, if one did. */
  readonly ended: Promise<NodeJS.Signals | null>;
}

export function startChild(script: URL, args: readonly string[]): Child {
  const child = spawn(process.execPath, ['-C', '@venuekit/source', fileURLToPath(script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\n');
    text = parts.pop() ?? '';
    lines.push(...parts);
  });
  return {
    process: child,
    lines,
    firstLine: once(child.stdout, 'data'),
    ended: once(child, 'close').then(() => child.signalCode),
  };
}
