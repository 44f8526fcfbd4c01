import { Buffer } from 'node:buffer';
import type { ConnectorDefinition, PublicTrade, RequestContext, UserStreamUpdate } from '@venuekit/core/connector';
import { modelJson } from './model-json.ts';
import { sampleEnvironment, sampleSymbols } from './sample-context.ts';
import type { Sample } from './sample.ts';

/** What a market frame told. */
interface MarketReading {
  readonly diffs: unknown[];
  readonly snapshots: unknown[];
  readonly trades: PublicTrade[];
  readonly heartbeats: true[];
  readonly replies: string[];
  readonly desynchronised: string[];
  readonly acknowledged: number[];
  readonly refused: { readonly requestId: number; readonly error: Error }[];
  readonly closingSoon: string[];
}

/** What a private frame told. */
interface PrivateReading {
  readonly updates: UserStreamUpdate[];
  readonly heartbeats: true[];
  readonly replies: string[];
  readonly acknowledged: number[];
  readonly refused: { readonly requestId: number; readonly error: Error }[];
  readonly terminated: string[];
  readonly closingSoon: string[];
}

/** A frame of the market's socket. */
function market(sample: Sample, definition: ConnectorDefinition, onProblem: (error: Error) => void): MarketReading {
  const reading: MarketReading = {
    diffs: [],
    snapshots: [],
    trades: [],
    heartbeats: [],
    replies: [],
    desynchronised: [],
    acknowledged: [],
    refused: [],
    closingSoon: [],
  };
  const source = definition.createOrderBookDataSource(sampleEnvironment(definition));
  source.onFrame(
    Buffer.from(sample.payload),
    {
      // Data sources reuse what they tell, so it is written out at once.
      diff: (diff) => void reading.diffs.push(modelJson(diff)),
      snapshot: (snapshot) => void reading.snapshots.push(modelJson(snapshot)),
      trade: (trade) => void reading.trades.push(trade),
      heartbeat: () => void reading.heartbeats.push(true),
      reply: (frame) => void reading.replies.push(frameText(frame)),
      desynchronised: (reason) => void reading.desynchronised.push(reason),
      acknowledged: (requestId) => void reading.acknowledged.push(requestId),
      refused: (requestId, error) => void reading.refused.push({ requestId, error }),
      closingSoon: (reason) => void reading.closingSoon.push(reason),
      problem: (error) => onProblem(error),
    },
    sampleSymbols(sample),
  );
  return reading;
}

/** A frame of the private socket, with all that its events tell. */
async function privateFrame(
  sample: Sample,
  definition: ConnectorDefinition,
  context: RequestContext,
  onProblem: (error: Error) => void,
): Promise<PrivateReading> {
  const reading: PrivateReading = {
    updates: [],
    heartbeats: [],
    replies: [],
    acknowledged: [],
    refused: [],
    terminated: [],
    closingSoon: [],
  };
  const events: unknown[] = [];
  const source = definition.createUserStreamDataSource({
    ...sampleEnvironment(definition),
    rest: context.rest,
  });
  source.onFrame(Buffer.from(sample.payload), {
    event: (event) => void events.push(event),
    heartbeat: () => void reading.heartbeats.push(true),
    reply: (frame) => void reading.replies.push(frameText(frame)),
    acknowledged: (requestId) => void reading.acknowledged.push(requestId),
    refused: (requestId, error) => void reading.refused.push({ requestId, error }),
    terminated: (reason) => void reading.terminated.push(reason),
    closingSoon: (reason) => void reading.closingSoon.push(reason),
    credentialExpired: () => void reading.terminated.push('the credential has ended'),
    usage: () => undefined,
    problem: (error) => onProblem(error),
  });
  for (const event of events) {
    for (const update of await definition.userStreamEventListener(event, context)) {
      if (update.kind === 'problem') onProblem(update.error);
      else reading.updates.push(update);
    }
  }
  return reading;
}

function frameText(frame: string | Uint8Array): string {
  return typeof frame === 'string' ? frame : Buffer.from(frame).toString('utf8');
}

export const readFrame: { readonly market: typeof market; readonly private: typeof privateFrame } = { market, private: privateFrame };
