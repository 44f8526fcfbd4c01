import {
  type BookChange,
  type BookView,
  type DialectSession,
  Refusal,
  type SocketAction,
  type Topic,
  type VenueTrade,
} from '@venuekit/venue';
import { bookJson } from './market-wire.ts';
import { bookTickerRow, depthRow, tradeRow } from './stream-payloads.ts';
import { readStreamRequest, type StreamRequest, StreamRequestError } from './stream-request.ts';

const STREAM_NAME = /^([^@]+)@(?:(depth)(5|10|20)?(@100ms)?|(trade|aggTrade)|(bookTicker))$/u;
const MAXIMUM_STREAMS = 1_024;
const MESSAGES_PER_SECOND = 5;

/** What one socket has asked for: names as they were sent, known or not. */
class StreamMemory {
  readonly names = new Set<string>();
  isCombined: boolean;
  /** When the latest messages came, oldest first. */
  readonly arrivals: number[] = [];

  constructor(isCombined: boolean) {
    this.isCombined = isCombined;
  }
}

function memoryOf(session: DialectSession): StreamMemory {
  const known = session.state.get('streams');
  if (known instanceof StreamMemory) return known;
  const memory = new StreamMemory(session.path === '/stream');
  session.state.set('streams', memory);
  return memory;
}

/** `/ws`, `/ws/<name>/…` and `/stream?streams=<name>/…`. @throws Refusal for any other path. */
export function openStream(session: DialectSession): readonly SocketAction[] {
  const { path, query } = session;
  if (path !== '/stream' && path !== '/ws' && !path.startsWith('/ws/')) throw new Refusal('not-found', path);
  const text = path === '/stream' ? (new URLSearchParams(query).get('streams') ?? '') : namesInPath(path);
  const names = text.split('/').filter((name) => name !== '');
  return [{ kind: 'charge', charges: [{ limit: 'STREAM_CONNECTIONS', weight: 1 }] }, ...follow(names, session)];
}

function namesInPath(path: string): string {
  try {
    return decodeURIComponent(path.slice('/ws/'.length));
  } catch {
    throw new Refusal('not-found', path);
  }
}

/** A control message; more than five within a second end the connection (`web-socket-streams.md`). */
export function decodeStreamFrame(text: string, session: DialectSession): readonly SocketAction[] {
  const { arrivals } = memoryOf(session);
  const nowMs = session.desk.nowMs();
  arrivals.push(nowMs);
  if (arrivals.length > MESSAGES_PER_SECOND + 1) arrivals.shift();
  const earliest = arrivals.length > MESSAGES_PER_SECOND ? arrivals[0] : undefined;
  if (earliest !== undefined && nowMs - earliest < 1_000) return [{ kind: 'close', code: 1008, reason: 'Too many requests' }];
  try {
    return perform(readStreamRequest(text), session);
  } catch (error) {
    if (!(error instanceof StreamRequestError)) throw error;
    return [{ kind: 'reply', frame: error.frame }];
  }
}

function perform(request: StreamRequest, session: DialectSession): readonly SocketAction[] {
  const memory = memoryOf(session);
  const reply = (result: unknown): SocketAction => ({
    kind: 'reply',
    frame: `{"result":${JSON.stringify(result)},"id":${request.id}}`,
  });
  switch (request.method) {
    case 'SUBSCRIBE':
      return [...follow(request.names, session), reply(null)];
    case 'UNSUBSCRIBE':
      for (const name of request.names) memory.names.delete(name);
      return [{ kind: 'unsubscribe', names: request.names }, reply(null)];
    case 'LIST_SUBSCRIPTIONS':
      return [reply([...memory.names])];
    case 'SET_PROPERTY':
      memory.isCombined = request.isCombined;
      return [reply(null)];
    default:
      return [reply(memory.isCombined)];
  }
}

/** Names that no market has are remembered and stay silent, as the venue does in practice. */
function follow(names: readonly string[], session: DialectSession): readonly SocketAction[] {
  const memory = memoryOf(session);
  for (const name of names) memory.names.add(name);
  if (memory.names.size > MAXIMUM_STREAMS) return [{ kind: 'close', code: 1008, reason: 'Too many streams' }];
  const topics = names.flatMap((name) => topicOf(name, session) ?? []);
  return topics.length === 0 ? [] : [{ kind: 'subscribe', topics }];
}

function topicOf(name: string, session: DialectSession): Topic | undefined {
  const [, symbol, depth, levels, fast, trades] = STREAM_NAME.exec(name) ?? [];
  for (const { base, quote, tradingPair } of session.desk.world.instruments.values()) {
    if ((base + quote).toLowerCase() !== symbol) continue;
    const common = { name, tradingPair };
    if (trades !== undefined) return { ...common, kind: 'trades', intervalMs: 0 };
    if (depth === undefined) return { ...common, kind: 'best-quote', intervalMs: 0 };
    const intervalMs = fast === undefined ? 1_000 : 100;
    if (levels === undefined) return { ...common, kind: 'book', intervalMs };
    return { ...common, kind: 'top-of-book', intervalMs, depth: Number.parseInt(levels, 10) };
  }
  return undefined;
}

function framed(name: string, data: unknown, session: DialectSession): string {
  return JSON.stringify(memoryOf(session).isCombined ? { stream: name, data } : data);
}

export function encodeDepth(change: BookChange, { name }: Topic, session: DialectSession): string {
  return framed(name, depthRow(change, session.desk), session);
}

export function encodeTop(book: BookView, { name, kind }: Topic, session: DialectSession): string {
  return framed(name, kind === 'best-quote' ? bookTickerRow(book, session.desk.world) : bookJson(book), session);
}

export function encodePublicTrade(trade: VenueTrade, { name }: Topic, session: DialectSession): string {
  return framed(name, tradeRow(trade, name.endsWith('@aggTrade'), session.desk), session);
}

export function encodeStreamShutdown(session: DialectSession): string {
  return framed('!serverShutdown', { e: 'serverShutdown', E: session.desk.nowMs() }, session);
}
