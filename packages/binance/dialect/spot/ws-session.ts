import { type DialectSession, Refusal, type SocketAction } from '@venuekit/venue';
import type { Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { type Reading, reading } from './endpoint.ts';
import { streamTerminated } from './user-events.ts';

/** Who is logged on to a socket. */
export interface Logon {
  readonly apiKey: string;
  readonly account: string;
  readonly sinceMs: number;
}

/** What the WebSocket API remembers of one socket. */
export class SessionMemory {
  logon: Logon | undefined;
  nextSubscription = 0;
  /** The account whose subscription stands and falls with the logon. */
  logonSubscription: string | undefined;
  readonly showsLimits: boolean;

  constructor(showsLimits: boolean) {
    this.showsLimits = showsLimits;
  }
}

const MAXIMUM_ACTIVE = 1_000;
const MAXIMUM_EVER = 65_535;

export function memoryOf(session: DialectSession): SessionMemory {
  const known = session.state.get('session');
  if (known instanceof SessionMemory) return known;
  const memory = new SessionMemory(new URLSearchParams(session.query).get('returnRateLimits') !== 'false');
  session.state.set('session', memory);
  return memory;
}

/** Calls about the socket itself, each of weight 2 (`web-socket-api.md`, Authentication and User Data Stream requests). */
export interface SessionCall {
  readonly security: 'none' | 'signed' | 'logon';
  /** @param caller who signed; undefined where nobody has to. @throws Refusal */
  perform(session: DialectSession, parameters: Parameters, caller: Logon | undefined): SessionOutcome;
}

/** What happens before the reply, the reply, and what is sent after it. */
interface SessionOutcome {
  readonly before?: readonly SocketAction[];
  readonly reading: Reading;
  readonly after?: readonly SocketAction[];
}

/** A reply without an operation; its effect on the memory happens only when the call was not refused. */
function answering(reply: () => unknown): Reading {
  return reading({ kind: 'static', reply: undefined }, 2, reply);
}

function statusOf(session: DialectSession): unknown {
  const { logon, showsLimits } = memoryOf(session);
  return {
    apiKey: logon?.apiKey ?? null,
    authorizedSince: logon?.sinceMs ?? null,
    connectedSince: session.connectedMs,
    returnRateLimits: showsLimits,
    serverTime: session.desk.nowMs(),
    userDataStream: session.privateSubscriptions.size > 0,
  };
}

function subscribe(session: DialectSession, account: string, isOfLogon: boolean): SessionOutcome {
  const memory = memoryOf(session);
  if (session.privateSubscriptions.has(account)) throw new Refusal('already-subscribed');
  if (session.privateSubscriptions.size >= MAXIMUM_ACTIVE || memory.nextSubscription >= MAXIMUM_EVER) {
    throw new WireRefusal(-2042, 'Maximum subscription ID reached for this connection.');
  }
  const subscriptionId = memory.nextSubscription;
  return {
    before: [{ kind: 'subscribe-private', account, number: subscriptionId }],
    reading: answering(() => {
      memory.nextSubscription = subscriptionId + 1;
      if (isOfLogon) memory.logonSubscription = account;
      return { subscriptionId };
    }),
  };
}

function terminate(session: DialectSession, account: string, number: number): readonly SocketAction[] {
  return [
    { kind: 'reply', frame: streamTerminated(number, session.desk) },
    { kind: 'unsubscribe-private', account },
  ];
}

export const SESSION_CALLS: ReadonlyMap<string, SessionCall> = new Map<string, SessionCall>([
  [
    'session.logon',
    {
      security: 'logon',
      perform: (session, _parameters, caller) => ({
        reading: answering(() => {
          memoryOf(session).logon = caller;
          return statusOf(session);
        }),
      }),
    },
  ],
  ['session.status', { security: 'none', perform: (session) => ({ reading: answering(() => statusOf(session)) }) }],
  [
    'session.logout',
    {
      security: 'none',
      perform(session) {
        const memory = memoryOf(session);
        const account = memory.logonSubscription;
        const number = account === undefined ? undefined : session.privateSubscriptions.get(account);
        const ended = account === undefined || number === undefined ? [] : terminate(session, account, number);
        return {
          before: ended,
          reading: answering(() => {
            memory.logon = undefined;
            memory.logonSubscription = undefined;
            return statusOf(session);
          }),
        };
      },
    },
  ],
  [
    'session.subscriptions',
    {
      security: 'none',
      perform: (session) => ({
        reading: answering(() => [...session.privateSubscriptions.values()].map((subscriptionId) => ({ subscriptionId }))),
      }),
    },
  ],
  [
    'userDataStream.subscribe',
    {
      security: 'none',
      perform(session) {
        const { logon } = memoryOf(session);
        if (logon === undefined) throw new Refusal('not-logged-on');
        return subscribe(session, logon.account, true);
      },
    },
  ],
  [
    'userDataStream.subscribe.signature',
    {
      security: 'signed',
      perform(session, _parameters, caller) {
        if (caller === undefined) throw new Refusal('not-logged-on');
        return subscribe(session, caller.account, false);
      },
    },
  ],
  [
    'userDataStream.unsubscribe',
    {
      security: 'none',
      perform(session, parameters) {
        const wanted = parameters.integer('subscriptionId');
        const ended = [...session.privateSubscriptions].filter(([, number]) => wanted === undefined || number === wanted);
        if (wanted !== undefined && ended.length === 0) throw new Refusal('not-subscribed');
        return { reading: answering(() => ({})), after: ended.flatMap(([account, number]) => terminate(session, account, number)) };
      },
    },
  ],
]);
