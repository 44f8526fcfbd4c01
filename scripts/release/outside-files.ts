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

const entry = (path: string): object => ({ types: `./dist/${path}/index.d.ts`, default: `./dist/${path}/index.js` });

/** A package that gives Binance another name: as little as an author can publish. */
export function connectorFiles(name: string, versionOf: (name: string) => string): Readonly<Record<string, string>> {
  return {
    'package.json': asText({
      name,
      version: '0.1.0',
      description: 'The package of a rehearsal',
      license: 'MIT',
      type: 'module',
      engines: { node: '>=22.18' },
      exports: { '.': entry('src'), './dialect': entry('dialect') },
      files: ['dist'],
      scripts: { build: 'tsc', test: 'vitest run' },
      dependencies: { '@venuekit/binance': `^${versionOf('@venuekit/binance')}` },
      devDependencies: { '@venuekit/conformance': `^${versionOf('@venuekit/conformance')}` },
      peerDependencies: { '@venuekit/core': '^0', '@venuekit/venue': '^0' },
      peerDependenciesMeta: { '@venuekit/venue': { optional: true } },
    }),
    'tsconfig.json': asText({
      compilerOptions: {
        ...TSCONFIG.compilerOptions,
        rootDir: '.',
        outDir: 'dist',
        declaration: true,
        rewriteRelativeImportExtensions: true,
      },
      include: ['src', 'dialect'],
    }),
    'src/index.ts': `export { binanceSpot as rehearsedSpot, createBinanceSpot as createRehearsedSpot } from '@venuekit/binance';\n`,
    'dialect/index.ts': `export { binanceSpotDialect as rehearsedSpotDialect } from '@venuekit/binance/dialect';\n`,
    'test/conformance.test.ts': `import { conformance } from '@venuekit/conformance/vitest';
import { rehearsedSpotDialect } from '../dialect/index.ts';
import { rehearsedSpot } from '../src/index.ts';

export default await conformance(import.meta.url, {
  name: '${name}',
  dialect: () => rehearsedSpotDialect(),
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), streams: wsUrl('stream'), wsApi: \`\${wsUrl('ws-api')}/ws-api/v3\` };
    return rehearsedSpot({ tradingPairs, hosts, apiKey: credentials?.apiKey, apiSecret: credentials?.apiSecret });
  },
});
`,
  };
}

/** How a connector's package names what a bot uses. */
export interface ConnectorWords {
  /** The function that makes the connector. */
  readonly create: string;
  /** The function that makes the dialect. */
  readonly dialect: string;
  /** The option `hosts` for a venue that is `served` on loopback, as text. */
  readonly hosts: string;
}

/** Ten lines with a connector that somebody else has published. */
export function tradingFiles(name: string, { create, dialect, hosts }: ConnectorWords): Readonly<Record<string, string>> {
  return {
    'package.json': asText({ name: 'other-bot', private: true, type: 'module' }),
    'tsconfig.json': asText({ compilerOptions: { ...TSCONFIG.compilerOptions, noEmit: true }, include: ['*.ts'] }),
    'main.ts': `import { ${create} } from '${name}';
import { ${dialect} } from '${name}/dialect';
import { SeededRandom, SystemClock } from '@venuekit/core/testing';
import { createVenue, serveOnLoopback, spotInstrument } from '@venuekit/venue';

const market = spotInstrument({ base: 'BTC', quote: 'USDT' });
const venue = createVenue({ clock: new SystemClock(), random: new SeededRandom(7), dialect: ${dialect}(), instruments: [market] });
const served = await serveOnLoopback(venue);
const hosts = ${hosts};
const connector = ${create}({ tradingPairs: ['BTC-USDT'], hosts });
connector.start();
await connector.whenReady(AbortSignal.timeout(30_000));
console.log('the book is', connector.getOrderBook('BTC-USDT').state);
await connector.stop();
await served.close();
`,
  };
}
