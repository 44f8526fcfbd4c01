import { http, HttpResponse, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach } from 'vitest';

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The one interceptor of a test file. Only loopback is let through; a test describes another host with `networkGuard.use(...)`, until its end.
 *
 * Refusals are handlers, because an error reported from `onUnhandledFrame` is printed and the request goes out all the same.
 */
export const networkGuard: ReturnType<typeof setupServer> = setupServer(
  http.all('*', ({ request }) => {
    if (loopbackHosts.has(new URL(request.url).hostname)) return passthrough();
    console.error(`The network guard refused ${request.method} ${request.url}`);
    return HttpResponse.error();
  }),
);

// At import, not in a hook: a connection that is pooled before `listen()` would escape the guard.
networkGuard.listen({
  async onUnhandledFrame({ frame }) {
    // The global WebSocket: the project opens its sockets with the `ws` package, whose handshake is an HTTP request and handled above.
    if (frame.protocol === 'ws') throw new Error(await frame.getUnhandledMessage());
  },
});

afterEach(() => {
  networkGuard.resetHandlers();
});

afterAll(() => {
  networkGuard.close();
});
