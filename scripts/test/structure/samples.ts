/** A file that exists only here, so that no other tool reads it. */
export interface Sample {
  readonly path: string;
  readonly code: string;
}

export interface RuleSamples {
  readonly bad: readonly Sample[];
  readonly good: readonly Sample[];
}

const at = (path: string, code: string): Sample => ({ path, code });
const inBook = (code: string): Sample => at('packages/core/src/book/order-book.ts', code);
const inOrders = (code: string): Sample => at('packages/core/src/orders/tracker.ts', code);
const inVenue = (code: string): Sample => at('packages/venue/src/engine/matching.ts', code);
const inConnector = (code: string): Sample => at('packages/acme/src/spot/exchange.ts', code);
const inDialect = (code: string): Sample => at('packages/acme/dialect/rest.ts', code);
const inTest = (code: string): Sample => at('packages/core/test/book/order-book.test.ts', code);
const inScript = (code: string): Sample => at('scripts/demo/board.ts', code);

export const samples: Readonly<Record<string, RuleSamples>> = {
  'room-order': {
    bad: [
      at('packages/core/src/network/http.ts', "import { OrderBook } from '../book/order-book.ts';"),
      at('packages/core/src/network/http.ts', "import type { OrderBook } from '../book/order-book.ts';"),
      at('packages/core/src/repair/order-resolver.ts', "import type { OrderDesk } from '../trading/order-desk.ts';"),
      at('packages/core/src/network/http.ts', "export { OrderBook } from '../book/order-book.ts';"),
      at('packages/core/src/network/http.ts', "export * from '../book/order-book.ts';"),
      at('packages/core/src/network/http.ts', "const book = await import('../book/order-book.ts');"),
      at('packages/core/src/network/http.ts', "type Book = import('../book/order-book.ts').OrderBook;"),
      inOrders("import { OrderBook } from '../book/order-book.ts';"),
      at('packages/core/src/storage/memory.ts', "import { InFlightOrder } from '../orders/in-flight-order.ts';"),
      at('packages/core/src/attic/box.ts', 'export const box = 1;'),
      at('packages/core/src/loose.ts', 'export const loose = 1;'),
      at('packages/conformance/src/stage/stage.ts', "import { runSuite } from '../run/run-suite.ts';"),
      at('packages/conformance/src/run/run-suite.ts', "import { board } from '../report/board.ts';"),
      at('packages/conformance/src/attic/box.ts', 'export const box = 1;'),
    ],
    good: [
      inBook("import { parseDecimal } from '../decimal/parse.ts';\nimport { Side } from './side.ts';"),
      at('packages/core/src/exchange/exchange-connector.ts', "import { OrderBook } from '../book/order-book.ts';"),
      at('packages/core/src/trading/order-desk.ts', "import type { OrderResolver } from '../repair/order-resolver.ts';"),
      at('packages/core/src/connector.ts', "export { OrderBook } from './book/order-book.ts';"),
      at('packages/core/test/network/http.test.ts', "import { OrderBook } from '../../src/book/order-book.ts';"),
      at('packages/conformance/src/run/run-suite.ts', "import { ALL_CARDS } from '../cards/all-cards.ts';"),
      at('packages/conformance/src/vitest.ts', "import { runSuite } from './run/run-suite.ts';"),
    ],
  },
  'entry-files': {
    bad: [
      inBook("import { Decimal } from '../index.ts';"),
      inConnector("import { acmeConnector } from '../index.ts';"),
      inDialect("import { acmeDialect } from './index.ts';"),
      at('packages/core/src/book/index.ts', "export { OrderBook } from './order-book.ts';"),
      at('packages/venue/src/engine/index.ts', "export { match } from './matching.ts';"),
    ],
    good: [
      at('packages/core/src/index.ts', "export { OrderBook } from './book/order-book.ts';"),
      at('packages/core/test/index.test.ts', "import { OrderBook } from '../src/index.ts';"),
    ],
  },
  'package-order': {
    bad: [
      inBook("import { Venue } from '@venuekit/venue';"),
      inBook("import { Decimal } from '@venuekit/core';"),
      inVenue("import { runSuite } from '@venuekit/conformance';"),
      inVenue("import { OrderBook } from '../../../core/src/book/order-book.ts';"),
      inVenue("import { fixture } from '../../test/fixture.ts';"),
      inConnector("import { Venue } from '@venuekit/venue';"),
      inConnector("import { otherConnector } from '@venuekit/other';"),
      inTest("import { Venue } from '@venuekit/venue';"),
      at('packages/conformance/src/card.ts', "import { acmeConnector } from '@venuekit/acme';"),
    ],
    good: [
      inVenue("import { Decimal } from '@venuekit/core';"),
      inConnector("import { ConnectorDefinition } from '@venuekit/core/connector';"),
      inDialect("import { Dialect } from '@venuekit/venue';\nimport { Decimal } from '@venuekit/core';"),
      at('packages/conformance/src/card.ts', "import { Venue } from '@venuekit/venue';"),
      at('packages/acme/test/x.test.ts', "import { acmeConnector } from '@venuekit/acme';\nimport { Venue } from '@venuekit/venue';"),
      at('packages/core/test/x.test.ts', "import { networkGuard } from '../../../vitest.network-guard.ts';"),
    ],
  },
  'dialect-wall': {
    bad: [
      inDialect("import { sign } from '../src/auth.ts';"),
      inDialect("import { acmeConnector } from '@venuekit/acme';"),
      inConnector("import { errorCodes } from '../../dialect/errors.ts';"),
      inConnector("import { errorCodes } from '@venuekit/acme/dialect';"),
    ],
    good: [
      inDialect("import { errorCodes } from './errors.ts';"),
      at('packages/acme/test/wire.test.ts', "import { sign } from '../src/auth.ts';\nimport { verify } from '../dialect/auth.ts';"),
    ],
  },
  'wrapped-modules': {
    bad: [
      at('packages/core/src/web/rest-assistant.ts', "import ky from 'ky';"),
      inBook("import { WebSocket } from 'ws';"),
      inOrders("import { DatabaseSync } from 'node:sqlite';"),
      inOrders("import { trace } from '@opentelemetry/api';"),
    ],
    good: [
      at('packages/core/src/network/http.ts', "import ky from 'ky';\nimport { WebSocket } from 'ws';"),
      at('packages/core/src/telemetry/tracer.ts', "import { trace } from '@opentelemetry/api';"),
      at('packages/venue/src/loopback/server.ts', "import { WebSocketServer } from 'ws';"),
    ],
  },
  'world-time': {
    bad: [
      inBook('const now = Date.now();'),
      inBook('const read = Date.now;'),
      inBook("const now = globalThis.Date['now']();"),
      inBook('const { now } = Date;'),
      inBook('const Clock = Date; Clock.now();'),
      inBook('const now = new Date();'),
      inBook('const now = new Date;'),
      inBook('const now = Date();'),
      inBook('const now = performance.now();'),
      inBook("import { performance } from 'node:perf_hooks';"),
      inBook("import { performance as p } from 'node:perf_hooks';"),
      inBook('const now = process.hrtime.bigint();'),
      inBook("import { hrtime } from 'node:process';"),
      inVenue('const now = Date.now();'),
      inConnector('const now = Date.now();'),
      inDialect('const now = Date.now();'),
    ],
    good: [
      at('packages/core/src/clock/system-clock.ts', 'export const wall = () => Date.now();'),
      inBook('export const when = (eventTime: number) => new Date(eventTime).toISOString();'),
      inBook('export const now = (clock: { now(): number }) => clock.now();'),
      inTest('const startedAt = Date.now();'),
      inScript('const startedAt = performance.now();'),
    ],
  },
  'world-timers': {
    bad: [
      inBook('setTimeout(() => {}, 1);'),
      inBook('globalThis.setTimeout(() => {}, 1);'),
      inBook('const { setTimeout: later } = globalThis;'),
      inBook('const later = setTimeout;'),
      inBook('setInterval(() => {}, 1);'),
      inBook('setImmediate(() => {});'),
      inBook("import { setTimeout as sleep } from 'node:timers/promises';"),
      inBook("import timers from 'node:timers';"),
      inBook("const timers = await import('timers/promises');"),
      inBook('const signal = AbortSignal.timeout(1);'),
      inVenue('setTimeout(() => {}, 1);'),
      inDialect('setTimeout(() => {}, 1);'),
      inTest('await new Promise((resolve) => setTimeout(resolve, 50));'),
      inTest("import { setTimeout as sleep } from 'node:timers/promises';"),
    ],
    good: [
      at('packages/core/src/clock/system-clock.ts', 'export const later = (run: () => void) => setTimeout(run, 1);'),
      inBook('export const later = (clock: { setTimeout(run: () => void): void }) => clock.setTimeout(() => {});'),
      inBook('export type Timer = ReturnType<typeof setTimeout>;'),
      inBook('export const ports = { setTimeout: 1 };'),
      inScript('setTimeout(() => {}, 1);'),
    ],
  },
  'world-random': {
    bad: [
      inBook('const x = Math.random();'),
      inBook('const { random } = Math;'),
      inBook('const id = crypto.randomUUID();'),
      inBook('const id = globalThis.crypto.getRandomValues(new Uint8Array(1));'),
      inBook("import { randomBytes } from 'node:crypto';"),
      inBook("import { randomUUID as id } from 'node:crypto';"),
      inBook("import crypto from 'node:crypto'; crypto.randomBytes(1);"),
      inBook("import * as c from 'node:crypto'; c.randomUUID();"),
      inBook("import { webcrypto } from 'node:crypto'; webcrypto.getRandomValues(new Uint8Array(1));"),
      inConnector('const id = crypto.randomUUID();'),
      inTest('const seed = Math.random();'),
    ],
    good: [
      at('packages/core/src/random/system-random.ts', "import { randomBytes } from 'node:crypto';"),
      inConnector("import { createHmac, timingSafeEqual } from 'node:crypto';"),
      inBook('export const jitter = (random: { next(): number }) => Math.floor(random.next());'),
      inScript('const seed = Math.random();'),
    ],
  },
  'world-console': {
    bad: [
      inBook("console.log('x');"),
      inBook("globalThis.console.warn('x');"),
      inBook('const { log } = console;'),
      inBook("import { log } from 'node:console';"),
      inBook("import console from 'node:console'; console.log('x');"),
      inDialect("console.error('x');"),
    ],
    good: [
      at('packages/core/src/log/console-logger.ts', "console.log('x');"),
      inBook("export const report = (ports: { console: { log(text: string): void } }) => ports.console.log('x');"),
      inTest("console.log('x');"),
      inScript("console.log('x');"),
    ],
  },
  'world-environment': {
    bad: [
      inConnector("const key = process.env['ACME_API_KEY'];"),
      inConnector("const key = globalThis.process.env['ACME_API_KEY'];"),
      inConnector('const { env } = process;'),
      inConnector("import { env } from 'node:process';"),
      inConnector("import process from 'node:process'; process.env['ACME_API_KEY'];"),
      inConnector("const p = process; p.env['ACME_API_KEY'];"),
    ],
    good: [
      at('packages/acme/src/config.ts', "export const key = process.env['ACME_API_KEY'];"),
      inBook('export const nextTurn = (run: () => void) => process.nextTick(run);'),
      inTest("const tapes = process.env['VENUEKIT_TAPES'];"),
      inScript("const key = process.env['ACME_API_KEY'];"),
    ],
  },
  'money-double': {
    bad: [
      inOrders("const price = parseFloat('1.5');"),
      inOrders("const price = Number.parseFloat('1.5');"),
      inOrders('export const price = (text: string) => Number(text);'),
      inOrders("const prices = ['1', '2'].map(Number);"),
      inOrders('export const price = (text: string) => +text;'),
      inOrders('export const price = (value: { toNumber(): number }) => value.toNumber();'),
      inVenue('export const price = (text: string) => Number(text);'),
      inConnector('export const price = (text: string) => Number(text);'),
      inDialect('export const price = (text: string) => +text;'),
    ],
    good: [
      inBook('export const price = (text: string) => Number(text);'),
      at('packages/acme/src/spot/wire.ts', 'export const price = (text: string) => Number(text);'),
      inOrders("const count = Number.parseInt('10', 10);\nconst isCount = Number.isSafeInteger(count);\nconst one = +1;"),
      inTest("const price = Number('1.5');"),
    ],
  },
  'venue-names': {
    bad: [
      inBook('// as Binance does\nexport const x = 1;'),
      inVenue("export const name = 'KRAKEN';"),
      at('packages/core/src/book/okx-checksum.ts', 'export const x = 1;'),
      at('packages/conformance/src/card.ts', 'export const bybitCard = 1;'),
      at('packages/venue/src/plain/rest.ts', "export const host = 'api.coinbase.com';"),
    ],
    good: [
      inBook('export const venue = 1;'),
      at('packages/binance/src/constants.ts', "export const name = 'binance';"),
      at('packages/core/test/x.test.ts', "const name = 'binance';"),
    ],
  },
  'file-length': {
    bad: [inBook('export const x = 1;\n'.repeat(401)), inTest('export const x = 1;\n'.repeat(401)), inScript('// line\n'.repeat(401))],
    good: [inBook('// line\n'.repeat(400))],
  },
  'file-name': {
    bad: [
      at('packages/core/src/book/helpers.ts', ''),
      at('packages/core/src/book/book-helper.ts', ''),
      at('packages/core/src/book/common.ts', ''),
      at('packages/core/src/orders/order-manager.ts', ''),
      at('packages/core/src/orders/types.ts', ''),
      at('packages/core/src/orders/utils.ts', ''),
      at('packages/acme/src/spot/utils.ts', ''),
      at('packages/acme/dialect/misc.ts', ''),
      at('packages/core/test/common/book.test.ts', ''),
      at('scripts/utils.ts', ''),
    ],
    good: [
      at('packages/acme/src/utils.ts', ''),
      at('packages/acme/test/utils.test.ts', ''),
      at('packages/acme/src/web-utils.ts', ''),
      at('packages/core/src/model/order-types-supported.ts', ''),
    ],
  },
};
