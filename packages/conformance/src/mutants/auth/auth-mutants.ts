import { AuthenticationError, VenueUnavailableError, decorate } from '@venuekit/core/connector';
import type { ConnectorDefinition, FactoryEnvironment } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { signatureFormMutants } from './signature-form-mutants.ts';
import { withFetch, withMembers, withUserStream } from '../../mutant/seams.ts';

/** The request with one letter of each of its long values changed, as a wrong signature has it. */
function damaged(request: Request): Request {
  const url = new URL(request.url);
  for (const [name, value] of url.searchParams) if (value.length >= 40) url.searchParams.set(name, turned(value));
  const headers = new Headers(request.headers);
  for (const [name, value] of request.headers) if (value.length >= 40) headers.set(name, turned(value));
  return new Request(url, { method: request.method, headers });
}

function turned(value: string): string {
  return value.replaceAll(/[0-9a-f]/g, (digit) => (digit === 'a' ? 'b' : 'a'));
}

const damagedDeletes = defineMutant({
  id: 'one-method-is-signed-wrongly',
  title: 'requests of the method DELETE are signed as if they were GET',
  evidence: 'MUT-16: signatures over what is not sent',
  killers: ['AUTH-01'],
  apply: (definition, notes) =>
    withFetch(definition, (fetch) => (request) => {
      if (request.method !== 'DELETE') return fetch(request);
      notes.acted();
      return fetch(damaged(request));
    }),
});

const unescaped = defineMutant({
  id: 'signed-unescaped-sent-escaped',
  title: 'ids are signed as they are and sent escaped',
  evidence: 'MUT-16: signature over unescaped parameters',
  killers: ['AUTH-02'],
  needs: ['client-order-ids'],
  apply: (definition, notes) =>
    withFetch(definition, (fetch) => (request) => {
      if (!/%2F|%3A/i.test(request.url)) return fetch(request);
      notes.acted();
      return fetch(
        new Request(
          request.url.replaceAll(/%2F|%3A/gi, (escaped) => `%25${escaped.slice(1)}`),
          request,
        ),
      );
    }),
});

const signsOnce = defineMutant({
  id: 'signs-with-the-time-of-the-start',
  title: 'the time that is signed is that of the first request for ever',
  evidence: 'venue docs: a request is valid for seconds',
  killers: ['AUTH-03'],
  needs: ['lacks:sign-nonce'],
  apply: (definition, notes) => frozenTime(definition, notes),
});

function frozenTime(definition: ConnectorDefinition, notes: Parameters<Mutant['apply']>[1]): ConnectorDefinition {
  return withMembers(definition, {
    createWebAssistantsFactory: (environment: FactoryEnvironment) => {
      let first: number | undefined;
      const timeSynchronizer = decorate(environment.timeSynchronizer, {
        nowMs: () => {
          if (first !== undefined) notes.acted();
          first ??= environment.timeSynchronizer.nowMs();
          return first;
        },
      });
      return definition.createWebAssistantsFactory({ ...environment, timeSynchronizer });
    },
  });
}

const keptLogin = defineMutant({
  id: 'login-frames-are-kept',
  title: 'the login of the first connection is sent again on every later one',
  evidence: 'MUT-6: hummingbot#3641',
  killers: ['AUTH-04'],
  needs: ['lacks:login-by-url', 'lacks:login-by-listen-key'],
  apply: (definition, notes) =>
    withUserStream(definition, (source) => {
      let kept: ReturnType<typeof source.loginFrames> | undefined;
      return {
        loginFrames: (login) => {
          if (kept !== undefined) notes.acted();
          kept ??= source.loginFrames(login);
          return kept;
        },
      };
    }),
});

const needsKeys = defineMutant({
  id: 'public-data-needs-keys',
  title: 'the markets are asked for with a signature, so that nothing works without keys',
  evidence: 'connectors that cannot be used for data alone',
  killers: ['AUTH-11'],
  apply: (definition, notes) =>
    withMembers(definition, {
      initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) => {
        if (definition.authenticator !== undefined) return definition.initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem);
        notes.acted();
        throw new RangeError('no keys');
      },
    }),
});

const keysAreWeather = defineMutant({
  id: 'wrong-keys-count-as-bad-weather',
  title: 'a refused key is told as if the venue were down',
  evidence: 'nobody sees that the key has expired',
  killers: ['AUTH-12'],
  apply: (definition, notes) => {
    const veiled = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
      try {
        return await ask();
      } catch (error) {
        if (!AuthenticationError.is(error)) throw error;
        notes.acted();
        throw new VenueUnavailableError({ status: 503, venueCode: '', venueMessage: 'try again later' });
      }
    };
    return withUserStream(
      withMembers(definition, {
        updateBalances: (context) => veiled(() => definition.updateBalances(context)),
        updateTradingFees: (context, pairs) => veiled(() => definition.updateTradingFees(context, pairs)),
        requestOpenOrders: (context, pair) => veiled(() => definition.requestOpenOrders(context, pair)),
      }),
      (source) => ({
        onFrame: (frame, sink) =>
          source.onFrame(frame, {
            ...sink,
            event: (event) => sink.event(event),
            acknowledged: (id) => sink.acknowledged(id),
            terminated: (reason) => sink.terminated(reason),
            closingSoon: (reason) => sink.closingSoon(reason),
            credentialExpired: (credential) => sink.credentialExpired(credential),
            usage: (readings) => sink.usage(readings),
            problem: () => undefined,
            refused: (id) => sink.refused(id, new RangeError('not now')),
          }),
      }),
    );
  },
});

const refusedKeyIsUnknown = defineMutant({
  id: 'a-key-that-may-not-trade-leaves-orders-unknown',
  title: 'an order that is refused for the key’s permissions is treated as one whose fate is unknown',
  evidence: 'error classes by status alone',
  killers: ['AUTH-13'],
  apply: (definition, notes) =>
    withMembers(definition, {
      placeOrder: async (context, order) => {
        try {
          return await definition.placeOrder(context, order);
        } catch {
          notes.acted();
          return { exchangeOrderId: '1', state: 'open', updateTimeMs: context.nowMs() };
        }
      },
    }),
});

/** Defects that cards of the family AUTH must find. */
export const authMutants: readonly Mutant[] = [
  damagedDeletes,
  unescaped,
  signsOnce,
  keptLogin,
  needsKeys,
  keysAreWeather,
  refusedKeyIsUnknown,
  ...signatureFormMutants,
];
