import { type DialectSession, memoryOf, Refusal, type SocketAction, type Topic } from '@venuekit/venue';
import { charging } from './limits.ts';

const STREAM_NAME = /^([^@]+)@(?:(depth)(5|10|20)?(@100ms)?|(trade|aggTrade)|(bookTicker))$/u;
const MAXIMUM_STREAMS = 1_024;

/** What one socket has asked for: names as they were sent, known or not. */
export class StreamMemory {
  readonly names: Set<string> = new Set<string>();
  isCombined: boolean;
  /** When the latest messages came, oldest first. */
  readonly arrivals: number[] = [];

  constructor({ path }: DialectSession) {
    this.isCombined = path === '/stream';
  }
}

/** `/ws`, `/ws/<name>/…` and `/stream?streams=<name>/…`. @throws Refusal for any other path. */
export function openStream(session: DialectSession): readonly SocketAction[] {
  const { path, query } = session;
  if (path !== '/stream' && path !== '/ws' && !path.startsWith('/ws/')) throw new Refusal('not-found', path);
  const text = path === '/stream' ? (new URLSearchParams(query).get('streams') ?? '') : namesInPath(path);
  const names = text.split('/').filter((name) => name !== '');
  return [{ kind: 'charge', charges: charging(1, 'STREAM_CONNECTIONS') }, ...follow(names, session)];
}

function namesInPath(path: string): string {
  try {
    return decodeURIComponent(path.slice('/ws/'.length));
  } catch {
    throw new Refusal('not-found', path);
  }
}

/** Names that no market has are remembered and stay silent, as the venue does in practice. */
export function follow(names: readonly string[], session: DialectSession): readonly SocketAction[] {
  const memory = memoryOf(session, StreamMemory);
  for (const name of names) memory.names.add(name);
  if (memory.names.size > MAXIMUM_STREAMS) return [{ kind: 'close', code: 1008, reason: 'Too many streams' }];
  const topics = names.flatMap((name) => topicOf(name, session) ?? []);
  return topics.length === 0 ? [] : [{ kind: 'subscribe', topics }];
}

function topicOf(name: string, session: DialectSession): Topic | undefined {
  const [, symbol, depth, levels, fast, trades] = STREAM_NAME.exec(name) ?? [];
  for (const { base, quote, tradingPair } of session.desk.world.instruments.values()) {
    if ((base + quote).toLowerCase() !== symbol) continue;
    if (depth === undefined) return { name, tradingPair, kind: trades === undefined ? 'best-quote' : 'trades', intervalMs: 0 };
    const feed = { name, tradingPair, intervalMs: fast === undefined ? 1_000 : 100 };
    return levels === undefined ? { ...feed, kind: 'book' } : { ...feed, kind: 'top-of-book', depth: Number.parseInt(levels, 10) };
  }
  return undefined;
}
