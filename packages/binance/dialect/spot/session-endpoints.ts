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
  { ws: 'session.logon', security: 'logon', read: answering(readLogon) },
  { ws: 'session.status', read: answering((session) => ({ result: () => statusOf(session) })) },
  { ws: 'session.logout', read: answering(readLogout) },
  {
    ws: 'session.subscriptions',
    read: answering(({ privateSubscriptions }) => ({
      result: () => [...privateSubscriptions.values()].map((subscriptionId) => ({ subscriptionId })),
    })),
  },
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

function statusOf(session: DialectSession): unknown {
  const { logon, showsLimits } = memoryOf(session, SessionMemory);
  return {
    apiKey: logon?.apiKey ?? null,
    authorizedSince: logon?.sinceMs ?? null,
    connectedSince: session.connectedMs,
    returnRateLimits: showsLimits,
    serverTime: session.desk.nowMs(),
    userDataStream: session.privateSubscriptions.size > 0,
  };
}

function readLogon(session: DialectSession, caller: Caller | undefined): SessionAnswer {
  const result = (): unknown => {
    memoryOf(session, SessionMemory).logon = caller;
    return statusOf(session);
  };
  return { result };
}

function readLogout(session: DialectSession): SessionAnswer {
  const memory = memoryOf(session, SessionMemory);
  const ended = [...session.privateSubscriptions].filter(([account]) => account === memory.logonSubscription);
  const result = (): unknown => {
    memory.logon = memory.logonSubscription = undefined;
    return statusOf(session);
  };
  return { before: terminate(session, ended), result };
}

function subscribe(session: DialectSession, caller: Caller | undefined, isOfLogon: boolean): SessionAnswer {
  if (caller === undefined) throw new Refusal('not-logged-on');
  const memory = memoryOf(session, SessionMemory);
  const { account } = caller;
  const { privateSubscriptions } = session;
  if (privateSubscriptions.has(account)) throw new Refusal('already-subscribed');
  const number = memory.nextSubscription;
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
  const ended = [...session.privateSubscriptions].filter(([, number]) => wanted === undefined || number === wanted);
  if (wanted !== undefined && ended.length === 0) throw new Refusal('not-subscribed');
  return { after: terminate(session, ended), result: () => ({}) };
}

function terminate(session: DialectSession, ended: readonly (readonly [account: string, number: number])[]): readonly SocketAction[] {
  return ended.flatMap(([account, number]): readonly SocketAction[] => [
    { kind: 'reply', frame: streamTerminated(number, session.desk) },
    { kind: 'unsubscribe-private', account },
  ]);
}
