import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A folder with these files. Delete it with `remove`. */
export async function packageWith(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly root: URL; readonly remove: () => Promise<void> }> {
  const root = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'conformance-package-'))}/`);
  for (const [path, text] of Object.entries(files)) {
    const file = fileURLToPath(new URL(path.split('/').map(encodeURIComponent).join('/'), root));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return { root, remove: () => rm(root, { recursive: true }) };
}

/** A sample of the tiny connector's `placeOrder`. */
export function sampleOf(expectedState: string, kind: string = 'canceled-order'): string {
  const order = {
    orderId: '77',
    clientOrderId: 'tiny-1',
    market: 'btc_usdt',
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    price: '60000.10',
    amount: '0.5',
    executedAmount: '0.2',
    executedQuote: '12000.02',
    status: 'canceled',
    created: 1_790_000_000_000,
    updated: 1_790_000_000_500,
  };
  const expected = { state: expectedState };
  return JSON.stringify({ source: 'the API, orders', kind, symbols: { 'BTC-USDT': 'btc_usdt' }, payload: { order }, expected });
}
