import type { DialectSession, SocketAction, Topic } from '../dialect/dialect.ts';
import { type Parameters, whole } from '../dialect/request-fields.ts';
import { Refusal } from '../model/refusal.ts';
import type { FrameNote } from './acks.ts';
import { WEIGHT } from './limits.ts';
import { accountOf } from './login.ts';
import type { PlainWire } from './plain-wire.ts';

function readTopic(wire: PlainWire, name: string, { desk }: DialectSession): Topic {
  const [kind, symbol = '', interval = '0'] = name.split('.');
  const tradingPair = wire.symbols.pairOf(symbol, 'socket', desk);
  const intervalMs = whole(new Map([['interval', interval]]), 'interval') ?? 0;
  if (kind === 'book' || kind === 'trades') return wire.feed.topic({ name, kind, tradingPair, intervalMs });
  if (kind === 'quote') return { name, kind: 'best-quote', tradingPair, intervalMs };
  throw new Refusal('bad-enum', name);
}

/** How things stand when a topic begins to be followed; undefined where the client is not told. */
function opening({ feed, acks, replies }: PlainWire, topic: Topic, session: DialectSession): object | undefined {
  const { world } = session.desk;
  const { name, kind, tradingPair } = topic;
  if (kind === 'book' || kind === 'whole-book') return feed.opening(world.book(tradingPair, topic.depth), topic, session);
  if (!acks.beginsWithData) return undefined;
  if (kind === 'trades') return { topic: name, recent: world.recentTrades(tradingPair, 1).map((trade) => replies.socket.trade(trade)) };
  return replies.socket.quote(world.book(tradingPair, 1), name);
}

function reply(wire: PlainWire, session: DialectSession, frame: () => object | undefined, topic?: Topic): SocketAction {
  return { kind: 'reply', frame: () => wire.feed.stamp(frame() ?? {}, session), ...(topic !== undefined && { topic }) };
}

/** The answer to a frame that was done, where there is one. */
function done(wire: PlainWire, note: FrameNote, session: DialectSession): readonly SocketAction[] {
  return wire.acks.done(note, session) === undefined ? [] : [reply(wire, session, () => wire.acks.done(note, session))];
}

/** What a `login` does. @throws Refusal */
export function logIn(wire: PlainWire, note: FrameNote, signed: Parameters, session: DialectSession): readonly SocketAction[] {
  if (!wire.login.hasFrame) throw new Refusal('bad-enum', 'op');
  const signer = wire.signing.ofFrame(signed, 'login', session.desk);
  const memories = (['account', 'canTrade'] as const).map((name): SocketAction => ({ kind: 'remember', name, value: signer[name] }));
  return [{ kind: 'charge', charges: WEIGHT, note }, ...memories, ...done(wire, note, session)];
}

/** What a `subscribe` does. @throws Refusal */
export function subscribe(wire: PlainWire, note: FrameNote, signed: Parameters, session: DialectSession): readonly SocketAction[] {
  const { heartbeat, acks, login, replies } = wire;
  const names = note.topics.filter((name) => name !== 'account' && name !== heartbeat.topic);
  const topics = names.map((name) => readTopic(wire, name, session));
  const actions: SocketAction[] = [{ kind: 'subscribe', topics }];
  const states = topics
    .filter((topic) => !session.topics.has(topic.name) && opening(wire, topic, session) !== undefined)
    .map((topic) => reply(wire, session, () => opening(wire, topic, session), topic));
  if (note.topics.some((name) => name === heartbeat.topic)) {
    actions.push({ kind: 'follow-heartbeat' }, { kind: 'remember', name: 'heartbeat', value: true });
  }
  if (note.topics.includes('account')) {
    const account = login.subscriber(signed, session);
    actions.push({ kind: 'remember', name: 'account', value: account }, { kind: 'subscribe-private', account, number: 0 });
    const orders = (): object => session.desk.world.openOrders(account).map((order) => replies.socket.order(order));
    if (acks.beginsWithData) states.push(reply(wire, session, () => ({ topic: 'account', event: 'orders', orders: orders() })));
  }
  return [...actions, ...done(wire, note, session), ...states];
}

/** What an `unsubscribe` does. @throws Refusal */
export function unsubscribe(wire: PlainWire, note: FrameNote, session: DialectSession): readonly SocketAction[] {
  const actions: SocketAction[] = [{ kind: 'unsubscribe', names: note.topics }];
  if (note.topics.includes('account')) actions.push({ kind: 'unsubscribe-private', account: accountOf(session) });
  if (note.topics.some((name) => name === wire.heartbeat.topic)) {
    actions.push({ kind: 'unfollow-heartbeat' }, { kind: 'remember', name: 'heartbeat', value: false });
  }
  return [...actions, ...done(wire, note, session)];
}
