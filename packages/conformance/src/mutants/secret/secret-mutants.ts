import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withFetch, withMembers } from '../../mutant/seams.ts';

/** The longest value of a header or parameter of a request: a key or a signature. */
function longestValue(request: Request): string {
  const values = [...request.headers.values(), ...new URL(request.url).searchParams.values()];
  return values.reduce((longest, value) => (value.length > longest.length ? value : longest), '');
}

const logsRequests = defineMutant({
  id: 'logs-the-whole-request',
  title: 'the signature of each request is written to the log in a sentence of its own',
  evidence: 'MUT-28: none found testing it',
  killers: ['SECRET-01'],
  apply: (definition, notes) =>
    withFetch(definition, (fetch, { runtime }) => (request) => {
      const value = longestValue(request);
      if (value.length > 12) {
        notes.acted();
        runtime.log.info({ path: new URL(request.url).pathname }, `sent with ${value}`);
      }
      return fetch(request);
    }),
});

const signedErrors = defineMutant({
  id: 'errors-carry-the-signed-request',
  title: 'an error is thrown that has the request with its headers as a field',
  evidence: 'ky and axios errors carry the signed request',
  killers: ['SECRET-02'],
  apply: (definition, notes) => {
    let last = '';
    return withMembers(
      withFetch(definition, (fetch) => (request) => {
        last = longestValue(request);
        return fetch(request);
      }),
      {
        updateBalances: async (context) => {
          try {
            return await definition.updateBalances(context);
          } catch (error) {
            notes.acted();
            throw Object.assign(error instanceof Error ? error : new Error(String(error)), { request: { signature: last } });
          }
        },
      },
    );
  },
});

const openFields = defineMutant({
  id: 'authenticator-shows-its-key',
  title: 'the authenticator keeps the last signature in a public field',
  evidence: 'API keys as public members of exchange classes',
  killers: ['SECRET-03'],
  apply: (definition, notes) => {
    const { authenticator } = definition;
    if (authenticator === undefined) return definition;
    const open: typeof authenticator & { lastSigned?: unknown } = {
      restAuthenticate: async (request, nowMs) => {
        notes.acted();
        const signed = await authenticator.restAuthenticate(request, nowMs);
        open.lastSigned = { query: signed.encodedQuery, headers: signed.headers };
        return signed;
      },
      wsAuthenticate: (request, nowMs) => authenticator.wsAuthenticate(request, nowMs),
    };
    return withMembers(
      withFetch(definition, (fetch) => (request) => {
        notes.acted();
        open.lastSigned = longestValue(request);
        return fetch(request);
      }),
      { authenticator: open },
    );
  },
});

const echoesPages = defineMutant({
  id: 'logs-the-body-of-errors',
  title: 'the body of an answer that is no success is written to the log as it came',
  evidence: 'gateways repeat the request in their error pages',
  killers: ['SECRET-04'],
  needs: ['lacks:sign-jwt'],
  apply: (definition, notes) =>
    withFetch(definition, (fetch, { runtime }) => async (request) => {
      const response = await fetch(request);
      if (response.status < 500) return response;
      const text = await response.text();
      notes.acted();
      for (const word of text.split(/[\s=&]+/)) runtime.log.warn({}, word);
      return new Response(text, { status: response.status, headers: response.headers });
    }),
});

const followsRedirects = defineMutant({
  id: 'follows-redirects',
  title: 'a redirect is followed with the same headers',
  evidence: 'redirect: follow is the default of fetch',
  killers: ['SECRET-05'],
  apply: (definition, notes) =>
    withFetch(definition, (fetch) => async (request) => {
      const response = await fetch(new Request(request.clone(), { redirect: 'manual' }));
      const location = response.headers.get('location');
      if (response.status !== 302 || location === null) return response;
      notes.acted();
      return fetch(new Request(location, { method: request.method, headers: request.headers }));
    }),
});

/** Defects that cards of the family SECRET must find. */
export const secretMutants: readonly Mutant[] = [logsRequests, signedErrors, openFields, echoesPages, followsRedirects];
