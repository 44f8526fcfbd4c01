import type { WorldGroup } from '@venuekit/conformance/structure';

/** The rooms of `packages/core/src` in reading order: a room imports only rooms above its own line. */
export const coreRooms: readonly { readonly name: string; readonly level: 0 | 1 | 2 | 3 | 4 }[] = [
  { name: 'runtime', level: 0 },
  { name: 'errors', level: 0 },
  { name: 'decimal', level: 0 },
  { name: 'random', level: 0 },
  { name: 'model', level: 0 },
  { name: 'clock', level: 0 },
  { name: 'log', level: 0 },
  { name: 'telemetry', level: 0 },
  { name: 'network', level: 1 },
  { name: 'throttle', level: 1 },
  { name: 'web', level: 1 },
  { name: 'book', level: 2 },
  { name: 'orders', level: 2 },
  { name: 'account', level: 2 },
  { name: 'storage', level: 2 },
  { name: 'recording', level: 2 },
  { name: 'definition', level: 3 },
  { name: 'events', level: 3 },
  { name: 'services', level: 3 },
  { name: 'tracking', level: 3 },
  { name: 'market', level: 3 },
  { name: 'funds', level: 3 },
  { name: 'repair', level: 3 },
  { name: 'trading', level: 3 },
  { name: 'exchange', level: 3 },
  { name: 'perpetual', level: 4 },
  { name: 'instrumentation', level: 4 },
];

/** The rooms of `packages/conformance/src` in reading order, as those of core. */
const conformanceRooms: readonly string[] = [
  'subject',
  'card',
  'stage',
  'situation',
  'mutant',
  'cards',
  'mutants',
  'probes',
  'requirements',
  'recording',
  'sample',
  'run',
  'report',
  'structure',
  'command',
];

/** The packages whose rooms stand in an order. Rooms without a level may import all above them. */
export const roomOrders: Readonly<Record<string, readonly { readonly name: string; readonly level?: number }[]>> = {
  core: coreRooms,
  conformance: conformanceRooms.map((name) => ({ name })),
};

/** Rooms of this level meet in the rooms of level 3 and never import one another. */
export const separateLevel = 2;

/** The files that `package.json` exports or names as programs: they import anything, and nothing imports them. */
export const entryFiles: ReadonlySet<string> = new Set([
  'index.ts',
  'connector.ts',
  'telemetry.ts',
  'testing.ts',
  'sqlite.ts',
  'structure.ts',
  'vitest.ts',
  'venuekit-conformance.ts',
]);

/** The packages that every venue shares. Any other package is a connector. */
export const sharedPackages: ReadonlySet<string> = new Set(['core', 'venue', 'conformance']);

/** Which workspace packages the sources of a shared package may import. */
export const sharedDependencies: Readonly<Record<string, readonly string[]>> = {
  core: [],
  venue: ['core'],
  conformance: ['core', 'venue'],
};

/** Which workspace packages the parts of a connector may import; its tests may also import the connector itself. */
export const connectorDependencies: Readonly<Record<'src' | 'dialect' | 'test', readonly string[]>> = {
  src: ['core'],
  dialect: ['core', 'venue'],
  test: ['core', 'venue', 'conformance'],
};

/** Modules that one room of core wraps for all others. */
export const wrappedModules: Readonly<Record<string, string>> = {
  ky: 'network',
  ws: 'network',
  'node:http': 'network',
  'node:https': 'network',
  'node:net': 'network',
  'node:tls': 'network',
  'node:sqlite': 'storage',
  '@opentelemetry/api': 'telemetry',
};

/** The rooms in which a part of the world may be touched, as glob patterns. */
export const worldRooms: Readonly<Record<WorldGroup, readonly string[]>> = {
  time: ['packages/core/src/clock/**'],
  timers: ['packages/core/src/clock/**', 'packages/core/test/clock/**'],
  random: ['packages/core/src/random/**'],
  console: ['packages/core/src/log/**'],
  environment: ['packages/*/src/**/config.ts', 'packages/*/src/**/config/**'],
};

/** The rooms in which text may become a double: book levels, which are doubles on the hot path, and the decimal room itself. */
export const doubleRooms: readonly string[] = ['packages/core/src/book/**', 'packages/core/src/decimal/**', 'packages/*/src/**/wire.ts'];

export const venueNames: readonly string[] = ['binance', 'bybit', 'coinbase', 'kraken', 'okx'];
