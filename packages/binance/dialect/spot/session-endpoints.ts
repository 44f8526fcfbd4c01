import { type DialectSession, memoryOf, Refusal, type SocketAction } from '@venuekit/venue';
import { type Caller, type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { streamTerminated } from './user-events.ts';
import { WireRefusal } from './wire-refusal.ts';

const MAXIMUM_ACTIVE = 1_000;
const MAXIMUM_EVER = 65_535;

/** What the WebSocket API remembers of one socket. */
export class SessionMemory {
  logon: Caller | undefined;
  nextSubscription = 0;
  /** The account whose subscription stands and falls with the logon. */
  logonSubscription: string | undefined;
  readonly showsLimits: boolean;

  constructor({ query }: DialectSession) {
    this.showsLimits = new URLSearchParams(query).get('returnRateLimits') !== 'false';
  }
}

/** Calls about the socket itself, each of weight 2 (`web-socket-api.md`, Authentication and User Data Stream requests). */
export const SESSION_ENDPOINTS: readonly Endpoint[] = [
  { ws: 'session.logon', security: 'logon', read: answering((session, logon) => ({ result: () => statusOf(session, { logon }) })) },
  { ws: 'session.status', read: answering((session) => ({ result: () => statusOf(session) })) },
  { ws: 'session.logout', read: answering(readLogout) },
  { ws: 'session.subscriptions', read: answering((session) => ({ result: () => subscriptionsOf(session) })) },
  { ws: 'userDataStream.subscribe', read: answering((session) => subscribe(session, memoryOf(session, SessionMemory).logon, true)) },
  { ws: 'userDataStream.subscribe.signature', security: 'signed', read: answering((session, caller) => subscribe(session, caller, false)) },
  { ws: 'userDataStream.unsubscribe', read: answering(readUnsubscribe) },
];

/** What a call does; the memory changes in `result`, which is asked only when the call was not refused. */
interface SessionAnswer extends Pick<Reading, 'before' | 'after'> {
  readonly result: () => unknown;
}

type AnswerCall = (session: DialectSession, caller: Caller | undefined, parameters: EndpointRequest['parameters']) => SessionAnswer;

function answering(answer: AnswerCall): Endpoint['read'] {
  return ({ socket, parameters }) => {
    if (socket === undefined) throw new Refusal('not-found');
    const { result, ...around } = answer(socket.session, socket.caller, parameters);
    return { ...reading({ kind: 'static', reply: undefined }, 2, result), ...around };
  };
}

function statusOf(session: DialectSession, change: Partial<Pick<SessionMemory, 'logon' | 'logonSubscription'>> = {}): unknown {
  const { logon, showsLimits } = Object.assign(memoryOf(session, SessionMemory), change);
  return {
    apiKey: logon?.apiKey ?? null,
    authorizedSince: logon?.sinceMs ?? null,
    connectedSince: session.connectedMs,
    returnRateLimits: showsLimits,
    serverTime: session.desk.nowMs(),
    userDataStream: session.privateSubscriptions.size > 0,
  };
}

function subscriptionsOf({ privateSubscriptions }: DialectSession): unknown {
  return [...privateSubscriptions.values()].map((subscriptionId) => ({ subscriptionId }));
}

function readLogout(session: DialectSession): SessionAnswer {
  const { logonSubscription } = memoryOf(session, SessionMemory);
  const before = terminate(session, (account) => account === logonSubscription);
  return { before, result: () => statusOf(session, { logon: undefined, logonSubscription: undefined }) };
}

function subscribe(session: DialectSession, caller: Caller | undefined, isOfLogon: boolean): SessionAnswer {
  if (caller === undefined) throw new Refusal('not-logged-on');
  const memory = memoryOf(session, SessionMemory);
  const { account } = caller;
  const { privateSubscriptions } = session;
  const number = memory.nextSubscription;
  if (privateSubscriptions.has(account)) throw new Refusal('already-subscribed');
  if (privateSubscriptions.size >= MAXIMUM_ACTIVE || number >= MAXIMUM_EVER) {
    throw new WireRefusal(-2042, 'Maximum subscription ID reached for this connection.');
  }
  const result = (): unknown => {
    memory.nextSubscription = number + 1;
    if (isOfLogon) memory.logonSubscription = account;
    return { subscriptionId: number };
  };
  return { before: [{ kind: 'subscribe-private', account, number }], result };
}

function readUnsubscribe(session: DialectSession, _caller: Caller | undefined, parameters: EndpointRequest['parameters']): SessionAnswer {
  const wanted = parameters.integer('subscriptionId');
  const after = terminate(session, (_account, number) => wanted === undefined || number === wanted);
  if (wanted !== undefined && after.length === 0) throw new Refusal('not-subscribed');
  return { after, result: () => ({}) };
}

function terminate(session: DialectSession, isEnded: (account: string, number: number) => boolean): readonly SocketAction[] {
  const ended = [...session.privateSubscriptions].filter(([account, number]) => isEnded(account, number));
  return ended.flatMap(([account, number]): readonly SocketAction[] => [
    { kind: 'reply', frame: streamTerminated(number, session.desk) },
    { kind: 'unsubscribe-private', account },
  ]);
}
