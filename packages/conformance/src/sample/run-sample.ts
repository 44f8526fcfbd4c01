import { asError, NotImplementedError, type ConnectorDefinition, type MaybePromise, type RequestContext } from '@venuekit/core/connector';
import { modelDifferences } from './model-differences.ts';
import { modelJson } from './model-json.ts';
import { readFrame } from './read-frame.ts';
import { sampleContext, sampleEnvironment, sampleOrder } from './sample-context.ts';
import type { Sample, SampleKind } from './sample.ts';

/** What reads a sample. */
interface Reading {
  readonly sample: Sample;
  readonly definition: ConnectorDefinition;
  readonly context: RequestContext;
  readonly onProblem: (error: Error) => void;
}

const READERS: Readonly<Record<SampleKind, (reading: Reading) => MaybePromise<unknown>>> = {
  symbols: async ({ definition, context, onProblem }) =>
    definition.initializeTradingPairSymbolsFromExchangeInfo(await context.rest.execute({}), onProblem),
  rules: async ({ definition, context, onProblem }) => definition.formatTradingRules(context, await context.rest.execute({}), onProblem),
  'rate-limits': async ({ definition, context, onProblem }) =>
    present(definition, 'formatRateLimits').call(definition, await context.rest.execute({}), onProblem),
  'book-snapshot': ({ sample, definition, context }) =>
    definition.createOrderBookDataSource(sampleEnvironment(definition)).requestSnapshot(context, sample.tradingPair),
  'book-diff': ({ sample, definition, onProblem }) => readFrame.market(sample, definition, onProblem),
  'user-stream': ({ sample, definition, context, onProblem }) => readFrame.private(sample, definition, context, onProblem),
  'placed-order': ({ sample, definition, context }) => definition.placeOrder(context, sampleOrder(sample)),
  'canceled-order': ({ sample, definition, context }) => definition.placeCancel(context, sampleOrder(sample)),
  order: ({ sample, definition, context }) => definition.requestOrderStatus(context, sampleOrder(sample)),
  'order-trades': ({ sample, definition, context }) => definition.allTradeUpdatesForOrder(context, sampleOrder(sample)),
  'open-orders': ({ sample, definition, context }) => definition.requestOpenOrders(context, sample.tradingPair),
  // Since now: whoever asks in pieces of time asks for one, and would else read the same payload again and again.
  'trades-since': ({ sample, definition, context }) =>
    present(definition, 'tradeUpdatesSince').call(definition, context, sample.tradingPair, context.nowMs()),
  balances: ({ definition, context }) => definition.updateBalances(context),
  fees: ({ sample, definition, context }) => definition.updateTradingFees(context, [...sample.symbols.keys()]),
  'last-price': ({ sample, definition, context }) => definition.getLastTradedPrice(context, sample.tradingPair),
};

/**
 * Lets a definition read a sample.
 * @param definition with keys, where the sample is private.
 * @returns where it did not make of the payload what was expected, each text with file and member; empty when it did.
 */
export async function runSample(sample: Sample, definition: ConnectorDefinition): Promise<readonly string[]> {
  const problems: string[] = [];
  const context = sampleContext(sample, (message) => problems.push(message));
  const onProblem = (error: Error): void => void problems.push(error.message);
  try {
    const model = modelJson(await READERS[sample.kind]({ sample, definition, context, onProblem }));
    const differences = modelDifferences(sample.expected, model, sample.kind);
    return [...differences, ...problemDifferences(sample, problems)].map((text) => `${sample.origin}: ${text}`);
  } catch (error) {
    return [`${sample.origin}: ${sample.kind} could not be read: ${asError(error, sample.origin).message}`];
  }
}

function problemDifferences(sample: Sample, problems: readonly string[]): readonly string[] {
  const missing = sample.problems.filter((expected, index) => problems[index]?.includes(expected) !== true);
  const unexpected = problems.slice(sample.problems.length);
  return [
    ...missing.map((expected) => `a problem with "${expected}" should have been reported`),
    ...unexpected.map((problem) => `a problem was reported: ${problem}`),
  ];
}

function present<Name extends 'formatRateLimits' | 'tradeUpdatesSince'>(
  definition: ConnectorDefinition,
  name: Name,
): NonNullable<ConnectorDefinition[Name]> {
  const member = definition[name];
  if (member === undefined) throw new NotImplementedError(name);
  return member;
}
