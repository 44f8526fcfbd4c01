import { Buffer } from 'node:buffer';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withTimeSynchronizer } from '../../mutant/limit-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withFetch } from '../../mutant/seams.ts';

/** A question that is not answered by then is sent again by a transport that thinks itself clever, in ms. */
const IMPATIENCE_MS = 200;
const KEPT_MS = 1_000;

/** The request with other headers. */
function withHeaders(request: Request, change: (headers: Headers) => void): Request {
  const headers = new Headers(request.headers);
  change(headers);
  return new Request(request, { headers });
}

/** Changes headers of signed requests where one matches. */
function changedHeaders(
  matches: (name: string, value: string) => boolean,
  change: (headers: Headers, name: string, value: string) => void,
): Mutant['apply'] {
  return (definition, notes) =>
    withFetch(definition, (fetch) => (request) => {
      const found = [...request.headers].filter(([name, value]) => matches(name, value));
      if (found.length === 0) return fetch(request);
      notes.acted();
      return fetch(
        withHeaders(request, (headers) => {
          for (const [name, value] of found) change(headers, name, value);
        }),
      );
    });
}

const drop = (headers: Headers, name: string): void => headers.delete(name);

/** Defects of the forms in which requests are signed. */
export const signatureFormMutants: readonly Mutant[] = [
  defineMutant({
    id: 'slow-questions-are-sent-again',
    title: 'a transport sends a question again, as it is signed, when its answer takes more than a moment',
    evidence: 'retries of HTTP libraries below the signature',
    killers: ['AUTH-05'],
    needs: ['trait:sign-nonce'],
    apply: (definition, notes) =>
      withFetch(definition, (fetch, { runtime }) => (request) => {
        if (request.method !== 'GET') return fetch(request);
        const copy = request.clone();
        const { promise, resolve, reject } = Promise.withResolvers<Response>();
        const timer = runtime.clock.setTimer(IMPATIENCE_MS, () => {
          notes.acted();
          fetch(copy).then(resolve, reject);
        });
        fetch(request)
          .finally(() => timer.cancel())
          .then(resolve, reject);
        return promise;
      }),
  }),
  defineMutant({
    id: 'signature-of-a-question-is-kept',
    title: 'a question that is asked again within a second is sent with the signature of before',
    evidence: 'signatures that are cached by the content',
    killers: ['AUTH-05'],
    needs: ['trait:sign-nonce'],
    apply: (definition, notes) => {
      const kept = new Map<string, { readonly headers: Headers; readonly untilMs: number }>();
      return withFetch(definition, (fetch, { runtime }) => (request) => {
        if (request.method !== 'GET') return fetch(request);
        const nowMs = runtime.clock.monotonicMs();
        const before = kept.get(request.url);
        if (before !== undefined && before.untilMs > nowMs) {
          notes.acted();
          return fetch(new Request(request, { headers: before.headers }));
        }
        kept.set(request.url, { headers: new Headers(request.headers), untilMs: nowMs + KEPT_MS });
        return fetch(request);
      });
    },
  }),
  defineMutant({
    id: 'nonces-begin-anew-with-each-life',
    title: 'nonces count the requests of a life, from one',
    evidence: 'venue differences: a nonce must grow over restarts',
    killers: ['AUTH-06'],
    needs: ['trait:sign-nonce'],
    apply: (definition, notes) =>
      withTimeSynchronizer(definition, () => {
        let count = 0;
        return {
          nowMs: () => {
            notes.acted();
            count += 1;
            return count;
          },
        };
      }),
  }),
  defineMutant({
    id: 'parameters-are-sorted-after-signing',
    title: 'the parameters of a signed URL are put in order on their way out',
    evidence: 'MUT-16: signatures over what is not sent',
    killers: ['AUTH-01'],
    needs: ['trait:sign-query'],
    apply: (definition, notes) =>
      withFetch(definition, (fetch) => (request) => {
        const url = new URL(request.url);
        url.searchParams.sort();
        url.search = [...url.searchParams]
          .toReversed()
          .map((entry) => new URLSearchParams([entry]).toString())
          .join('&');
        if (url.href === request.url) return fetch(request);
        notes.acted();
        return fetch(new Request(url, request));
      }),
  }),
  defineMutant({
    id: 'passphrase-is-left-out',
    title: 'the word that belongs to the key is not sent',
    evidence: 'venue differences: three credentials in place of two',
    killers: ['AUTH-01'],
    needs: ['trait:sign-passphrase'],
    apply: changedHeaders((name) => name.includes('pass'), drop),
  }),
  defineMutant({
    id: 'signature-in-another-spelling',
    title: 'a signature that is wanted in base64 is sent in hex',
    evidence: 'venue differences: encodings of signatures',
    killers: ['AUTH-01'],
    needs: ['trait:sign-asymmetric'],
    apply: changedHeaders(
      (_name, value) => value.length >= 80 && value.endsWith('='),
      (headers, name, value) => headers.set(name, Buffer.from(value, 'base64').toString('hex')),
    ),
  }),
  defineMutant({
    id: 'one-token-for-all-requests',
    title: 'the token that was signed for the first request is sent with all others',
    evidence: 'venue differences: a web token is for one request',
    killers: ['AUTH-01', 'AUTH-03'],
    needs: ['trait:sign-jwt'],
    apply: (definition, notes) => {
      let first: string | undefined;
      return withFetch(definition, (fetch) => (request) => {
        const own = request.headers.get('authorization');
        if (own === null) return fetch(request);
        const token = (first ??= own);
        if (token !== own) notes.acted();
        return fetch(withHeaders(request, (headers) => headers.set('authorization', token)));
      });
    },
  }),
  defineMutant({
    id: 'form-without-its-content-type',
    title: 'a form is sent without the header that says that it is one',
    evidence: 'venue differences: form bodies',
    killers: ['AUTH-01'],
    needs: ['trait:form-body'],
    apply: changedHeaders(
      (name) => name === 'content-type',
      (headers, name) => headers.set(name, 'text/plain'),
    ),
  }),
  defineMutant({
    id: 'stream-token-is-asked-for-once',
    title: 'the first token of the private stream is used for every login',
    evidence: 'user-stream recovery 1.5-d: reconnect with what has ended',
    killers: ['AUTH-04', 'AUTH-07'],
    needs: ['trait:login-by-token'],
    apply: (definition, notes) => {
      let first: Response | undefined;
      return withFetch(definition, (fetch) => async (request) => {
        if (!isWishForAToken(request)) return fetch(request);
        if (first !== undefined) notes.acted();
        first ??= await fetch(request);
        return first.clone();
      });
    },
  }),
  defineMutant({
    id: 'failed-wish-for-a-token-is-final',
    title: 'when a token was refused once, none is asked for any more',
    evidence: 'hummingbot: a failed login ends the loop',
    killers: ['AUTH-08'],
    needs: ['trait:login-by-token'],
    apply: (definition, notes) => {
      let failure: Response | undefined;
      return withFetch(definition, (fetch) => async (request) => {
        if (!isWishForAToken(request)) return fetch(request);
        if (failure !== undefined) {
          notes.acted();
          return failure.clone();
        }
        const answer = await fetch(request);
        if (!answer.ok) failure = answer.clone();
        return answer;
      });
    },
  }),
];

/** A token is wished for without saying more than who one is. */
function isWishForAToken({ method, body }: Request): boolean {
  return method === 'POST' && body === null;
}
