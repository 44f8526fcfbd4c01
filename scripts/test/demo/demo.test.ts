import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEMO_HELP, readDemoOptions, UsageError } from '../../demo/options.ts';

const SCRIPT = fileURLToPath(new URL('../../demo.ts', import.meta.url));
const PROOFS = ['books equal', 'open orders equal', 'fills equal', 'balances equal', 'sockets and timers left 0'];

/** Runs the demo as `npm start` does. @param onOutput told everything that it has written so far */
async function run(options: readonly string[], onOutput: (output: string, interrupt: () => void) => void = () => undefined) {
  const child = spawn(process.execPath, ['-C', '@venuekit/source', SCRIPT, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
    onOutput(output, () => child.kill('SIGINT'));
  });
  const [errors] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { output, errors, status: child.exitCode };
}

describe('npm start', () => {
  it('trades over loopback, survives a cut, and ends with the proof, which its status tells too', async () => {
    const { output, errors, status } = await run(['--seconds', '6']);
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toContain('private sockets cut: 1');
    expect(output).toContain('was recovered by asking the exchange');
    for (const proof of PROOFS) expect(output).toContain(`✔ ${proof}`);
  }, 60_000);

  it('stops cleanly when it is interrupted', async () => {
    let isInterrupted = false;
    const { output, errors, status } = await run(['--seconds', '600'], (soFar, interrupt) => {
      if (isInterrupted || !soFar.includes('ready: rules of')) return;
      isInterrupted = true;
      interrupt();
    });
    expect({ status, errors }).toEqual({ status: 130, errors: '' });
    expect(output).toContain('stopped; nothing is left running');
  }, 60_000);

  it('says in one sentence what it cannot do', async () => {
    const { errors, status } = await run(['--seconds', 'many']);
    expect(status).toBe(2);
    expect(errors).toContain('--seconds');
  }, 60_000);
});

describe('the options of the demo', () => {
  it('are a cut on two markets unless said otherwise', () => {
    expect(readDemoOptions([])).toEqual({
      pairs: ['BTC-USDT', 'ETH-USDT'],
      seconds: 12,
      seed: 7,
      faults: 'cut',
      domain: 'embedded',
    });
  });

  it('give way to help, which names each of them', () => {
    expect(readDemoOptions(['--help'])).toBeUndefined();
    for (const name of ['--pairs', '--seconds', '--seed', '--faults', '--domain']) expect(DEMO_HELP).toContain(name);
  });

  it.each([['--pairs', 'BTCUSDT'], ['--seed', 'x'], ['--faults', 'all'], ['--domain', 'moon'], ['--what']])(
    '%s %s is refused',
    (...argv) => {
      expect(() => readDemoOptions(argv)).toThrow(UsageError);
    },
  );
});
