import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

async function packagesOf(...entries: string[]): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('list-packages.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['-C', '@venuekit/source', script, ...entries]);
  return stdout.trim().split('\n');
}

describe('the OpenTelemetry API', () => {
  it('is not loaded by the entries that everybody imports', async () => {
    const loaded = await packagesOf('@venuekit/core', '@venuekit/core/connector', '@venuekit/core/testing');
    expect(loaded).toContain('decimal.js');
    expect(loaded).not.toContain('@opentelemetry/api');
  });

  it('is loaded by the entry of telemetry, and no SDK with it', async () => {
    const loaded = await packagesOf('@venuekit/core/telemetry');
    expect(loaded.filter((name) => name.startsWith('@opentelemetry/'))).toEqual(['@opentelemetry/api']);
  });
});
