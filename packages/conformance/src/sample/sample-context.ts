import {
  Decimal,
  parseJson,
  silentLogger,
  Throttler,
  TimeSynchronizer,
  UnknownTradingPairError,
  type ConnectorDefinition,
  type FactoryEnvironment,
  type OrderReference,
  type OrderRequest,
  type RequestContext,
  type SymbolLookup,
} from '@venuekit/core/connector';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import type { Sample } from './sample.ts';

const MAXIMUM_DEPTH = 64;

/** What members of a definition are given while they read a sample: whatever they ask, they get the payload. */
export function sampleContext(sample: Sample, onWarning: (message: string) => void): RequestContext {
  const clock = new ManualClock();
  return {
    rest: {
      execute: () => Promise.resolve().then(() => parseJson(sample.payload, { origin: sample.source, maximumDepth: MAXIMUM_DEPTH })),
    },
    symbols: sampleSymbols(sample),
    tradingRule: () => undefined,
    nowMs: () => clock.wallMs(),
    log: {
      ...silentLogger,
      warn: (fields, message) => onWarning('error' in fields && fields['error'] instanceof Error ? fields['error'].message : message),
    },
    signal: new AbortController().signal,
  };
}

/** What factories of a definition are given. */
export function sampleEnvironment(definition: ConnectorDefinition): FactoryEnvironment {
  const clock = new ManualClock();
  return {
    runtime: inProcessRuntime({ clock, network: new InProcessNetwork({ clock }), random: new SeededRandom(1) }),
    throttler: new Throttler({ clock, limits: definition.rateLimitsRules }),
    timeSynchronizer: new TimeSynchronizer(clock),
  };
}

export function sampleSymbols({ symbols }: Sample): SymbolLookup {
  const pairs = new Map([...symbols].map(([pair, symbol]) => [symbol, pair]));
  return {
    exchangeSymbol: (pair) => symbols.get(pair) ?? unknown(pair),
    tradingPair: (symbol) => pairs.get(symbol) ?? unknown(symbol),
    findTradingPair: (symbol) => pairs.get(symbol),
  };
}

/** An order that a reply could be about. */
export function sampleOrder({ tradingPair }: Sample): OrderReference & OrderRequest {
  return {
    tradingPair,
    clientOrderId: 'sample',
    exchangeOrderId: '1',
    side: 'buy',
    orderType: 'limit',
    timeInForce: 'GTC',
    positionAction: 'nil',
    price: new Decimal(1),
    amount: new Decimal(1),
    creationTimeMs: 0,
  };
}

function unknown(name: string): never {
  throw new UnknownTradingPairError(name, 'sample');
}
