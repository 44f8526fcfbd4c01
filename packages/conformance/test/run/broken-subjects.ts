import { decorate, Decimal, NotImplementedError, type ConnectorDefinition } from '@venuekit/core/connector';
import type { Dialect, DialectTrait, SocketAction, SocketTerms, VenueLimit } from '@venuekit/venue';
import { plainDialect } from '@venuekit/venue';
import type { ConformanceSubject, SubjectPlace } from '../../src/subject/conformance-subject.ts';
import { withMembers } from '../../src/mutant/seams.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

function broken(change: (definition: ConnectorDefinition) => Partial<ConnectorDefinition>): ConformanceSubject {
  return {
    ...tinySubject,
    name: 'broken',
    define: (place) => {
      const definition = tinySubject.define(place);
      return withMembers(definition, change(definition));
    },
  };
}

function spokenBadly(change: (dialect: Dialect) => Partial<Dialect>): ConformanceSubject {
  return {
    ...tinySubject,
    name: 'spoken badly',
    dialect: () => {
      const dialect = plainDialect();
      return decorate(dialect, change(dialect));
    },
  };
}

function forever(): never {
  for (;;);
}

/** `placeOrder` never returns. */
export const busyMember: ConformanceSubject = broken(() => ({ placeOrder: forever }));

/** `placeOrder` returns, and what comes after its first wait never ends. */
export const busyAfterWait: ConformanceSubject = broken(() => ({
  placeOrder: async () => {
    await Promise.resolve();
    return forever();
  },
}));

/** `placeOrder` never answers, and waits for nothing. */
export const silentMember: ConformanceSubject = broken(() => ({ placeOrder: () => new Promise(() => undefined) }));

/** `placeOrder` leaves a rejection to nobody. */
export const carelessMember: ConformanceSubject = broken((definition) => ({
  placeOrder: (context, order) => {
    void Promise.reject(new Error('nobody waits for this'));
    return definition.placeOrder(context, order);
  },
}));

/** `placeOrder` ends the process. */
export const exitingMember: ConformanceSubject = broken(() => ({ placeOrder: () => process.exit(3) }));

/** `placeOrder` has an error of its own. */
export const throwingMember: ConformanceSubject = broken(() => ({
  placeOrder: () => {
    throw new TypeError('price is not a function');
  },
}));

/** `placeOrder` leaves a timer of the process behind. */
export const tickingMember: ConformanceSubject = broken((definition) => ({
  placeOrder: (context, order) => {
    const tick: unknown = Reflect.get(globalThis, 'setInterval');
    if (typeof tick === 'function') Reflect.apply(tick, globalThis, [() => undefined, 1_000]);
    return definition.placeOrder(context, order);
  },
}));

let balancesOnce: ReturnType<ConnectorDefinition['updateBalances']> | undefined;

/** The balances that are asked for first are those of all connectors that come after. */
export const rememberingMember: ConformanceSubject = broken((definition) => ({
  updateBalances: (context) => (balancesOnce ??= definition.updateBalances(context)),
}));

/** `placeOrder` replaces what everybody uses. */
export const patchingMember: ConformanceSubject = broken(() => ({
  placeOrder: () => {
    Reflect.set(Array.prototype, 'map', () => {
      throw new Error('there is no map');
    });
    return Promise.reject(new Error('nothing is placed'));
  },
}));

/** The definition comes later. */
export const promisedDefinition: object = { ...tinySubject, define: (place: SubjectPlace) => Promise.resolve(tinySubject.define(place)) };

/** Each function of the definition is still to be written. */
export const unwritten: ConformanceSubject = broken((definition) => withoutFunctions(definition, () => true));

/** As `unwritten`, for one function alone. */
export function unwrittenIn(name: string): ConformanceSubject {
  return broken((definition) => withoutFunctions(definition, (member) => member === name));
}

function withoutFunctions(definition: ConnectorDefinition, isMissing: (name: string) => boolean): Partial<ConnectorDefinition> {
  const names = Object.entries(definition).flatMap(([name, member]) => (typeof member === 'function' && isMissing(name) ? [name] : []));
  return Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        throw new NotImplementedError(name);
      },
    ]),
  );
}

/** The subject cannot make its connector. */
export const unmade: ConformanceSubject = {
  ...tinySubject,
  define: () => {
    throw new Error('no connector today');
  },
};

/** It does not trade, although it could. */
export const modest: ConformanceSubject = broken(({ capabilities }) => ({
  capabilities: { ...capabilities, timeInForce: ['GTC', 'FOK'] },
}));

/** A card is left out and another one replaced. */
export const picky: ConformanceSubject = { ...tinySubject, cards: [{ id: 'ORDER-01' }] };

/** Wants to be scored by a set that does not exist. */
export const futuristic: ConformanceSubject = { ...tinySubject, requirements: '2030-01-01' };

/** Says that it is known to place nothing. */
export const forgiven: ConformanceSubject = {
  ...silentMember,
  baseline: [{ card: 'ORDER-01', since: '2026-11-20', until: '2999-12-31', reason: 'orders are not written yet' }],
};

/** The subject never gets to make its connector. */
export const busyDefine: ConformanceSubject = { ...tinySubject, define: forever };

export const badlyNamed: object = { ...tinySubject, name: '' };

export const busyDialect: ConformanceSubject = spokenBadly((dialect) => ({
  encodeReply: (result, decoded, desk) => (result.kind === 'place' ? forever() : dialect.encodeReply(result, decoded, desk)),
}));

export const throwingDialect: ConformanceSubject = spokenBadly((dialect) => ({
  encodeReply: (result, decoded, desk) => {
    if (result.kind === 'place') throw new TypeError('undefined is no order');
    return dialect.encodeReply(result, decoded, desk);
  },
}));

export const senselessDialect: ConformanceSubject = spokenBadly((dialect) => ({
  encodeReply: (result, decoded, desk) => {
    const reply = dialect.encodeReply(result, decoded, desk);
    return result.kind === 'place' ? { ...reply, body: undefined as unknown as string } : reply;
  },
}));

/** Tells of all bids that they are a thousand higher. */
export const lyingDialect: ConformanceSubject = spokenBadly((dialect) => ({
  encodeBook: (change, topic, session) => {
    const bids = change.bids.map(({ price, amount }) => ({ price: price.minus(new Decimal(1_000)), amount }));
    return dialect.encodeBook({ ...change, bids }, topic, session);
  },
}));

/** Takes the balances for its own. */
export const greedyDialect: ConformanceSubject = spokenBadly((dialect) => ({
  encodeReply: (result, decoded, desk) => {
    if (result.kind === 'balances') (result.balances as unknown[]).length = 0;
    return dialect.encodeReply(result, decoded, desk);
  },
}));

export const unheardOfAction: ConformanceSubject = spokenBadly(() => ({
  decodeFrame: () => [{ kind: 'dance' }] as unknown as readonly SocketAction[],
}));

/** Parts of a dialect that cannot be. */
export const misshapenDialects: readonly (readonly [string, ConformanceSubject, string])[] = [
  ['a trait', spokenBadly(() => ({ traits: ['lazy' as DialectTrait] })), 'has the trait lazy, which nobody knows'],
  ['a service', spokenBadly(() => ({ services: ['r e s t'] })), 'names services that are no names of hosts: ["r e s t"]'],
  ['a limit', spokenBadly(() => ({ limits: [{} as VenueLimit] })), 'has no list of limits, each with name, scope, limit and intervalMs'],
  ['the life of a socket', spokenBadly(() => ({ socketLife: {} as SocketTerms })), 'has a socketLife without a pingIntervalMs in ms'],
];

export const unmadeDialect: ConformanceSubject = {
  ...tinySubject,
  dialect: () => {
    throw new Error('no words');
  },
};
