import { http, HttpResponse, type HttpHandler } from 'msw';
import type { HttpOutcome } from './server/transport-contract.ts';
import type { Venue } from './server/venue.ts';

/** Whom address limits count. */
const ADDRESS = 'msw';

function responseOf(outcome: HttpOutcome): Response | Promise<never> {
  switch (outcome.kind) {
    case 'hang':
      return new Promise(() => undefined);
    case 'reset':
      return HttpResponse.error();
    default: {
      const { reply, cutBodyAfter } = outcome;
      if (cutBodyAfter !== undefined) return HttpResponse.error();
      return new HttpResponse(reply.body === '' ? null : reply.body, { status: reply.status, headers: { ...reply.headers } });
    }
  }
}

/**
 * The HTTP side of a venue as request handlers of msw, for the tests of a bot. Sockets are never intercepted: put the venue on loopback for these.
 * A body that is cut by a fault is a network error here.
 * @param urls where each service is expected, without a slash at the end, for instance `https://api.venue.test`.
 */
export function venueHandlers(venue: Venue, urls: Readonly<Record<string, string>>): readonly HttpHandler[] {
  return Object.entries(urls).map(([service, base]) =>
    http.all(`${base}/*`, async ({ request }) => {
      const { pathname, search } = new URL(request.url);
      const outcome = await venue.handleRequest(
        {
          method: request.method,
          path: pathname,
          query: search.slice(1),
          headers: new Map(request.headers),
          body: await request.text(),
          service,
        },
        ADDRESS,
      );
      return responseOf(outcome);
    }),
  );
}
