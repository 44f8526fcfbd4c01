import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const asText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Strict, with the declarations of packages checked too. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'esnext.iterator'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    erasableSyntaxOnly: true,
    skipLibCheck: false,
  },
};

/** A program with the code of the guides: an exchange on loopback, the Binance connector, an order and its cancel. */
export function botFiles(root: string): Readonly<Record<string, string>> {
  const example = (name: string): string => readFileSync(join(root, 'docs/examples', name), 'utf8');
  return {
    'package.json': asText({ name: 'bot', private: true, type: 'module' }),
    'tsconfig.json': asText({
      compilerOptions: { ...TSCONFIG.compilerOptions, noEmit: true, allowImportingTsExtensions: true },
      include: ['*.ts'],
    }),
    'conformance.test.ts': oneFamily(example('conformance-test.ts')),
    'loopback-venue.ts': example('loopback-venue.ts'),
    'quick-start.ts': example('quick-start.ts'),
    'main.ts': `import { openLoopbackWorld } from './loopback-venue.ts';
import { placeAndCancel } from './quick-start.ts';

const world = await openLoopbackWorld();
try {
  await placeAndCancel(world.connector);
} finally {
  await world.close();
}
console.log(\`the bot ran on \${process.version}\`);
`,
  };
}

/** The author's file with the cards of one family only, and without the checks of the package around it, which is none. */
function oneFamily(text: string): string {
  const narrowed = text.replace(/^ *packageRoot: .*$/m, "  cards: ALL_CARDS.filter(({ family }) => family === 'RULES'),");
  return `import { ALL_CARDS } from '@venuekit/conformance';\n${narrowed}`;
}

/** Imports each entry by name. */
export function importProgram(entries: readonly string[]): string {
  const lines = entries.map((name) => `if (Object.keys(await import('${name}')).length === 0) throw new Error('${name} exports nothing');`);
  return [...lines, `console.log('imported ${entries.length} entries');`, ''].join('\n');
}

/** Ten lines with the example of the creator, which somebody else has published under a name of theirs. */
export function tradingFiles(name: string): Readonly<Record<string, string>> {
  return {
    'package.json': asText({ name: 'other-bot', private: true, type: 'module' }),
    'tsconfig.json': asText({ compilerOptions: { ...TSCONFIG.compilerOptions, noEmit: true }, include: ['*.ts'] }),
    'main.ts': `import { createPlainSpot } from '${name}';
import { plainSpotDialect } from '${name}/dialect';
import { SeededRandom, SystemClock } from '@venuekit/core/testing';
import { createVenue, serveOnLoopback, spotInstrument } from '@venuekit/venue';

const market = spotInstrument({ base: 'BTC', quote: 'USDT' });
const venue = createVenue({ clock: new SystemClock(), random: new SeededRandom(7), dialect: plainSpotDialect(), instruments: [market] });
const served = await serveOnLoopback(venue);
const stream = served.url('stream').ws;
const hosts = { rest: served.url('rest').http, publicStream: stream, privateStream: stream };
const connector = createPlainSpot({ tradingPairs: ['BTC-USDT'], hosts });
connector.start();
await connector.whenReady(AbortSignal.timeout(30_000));
console.log('the book is', connector.getOrderBook('BTC-USDT').state);
await connector.stop();
await served.close();
`,
  };
}
