import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import type { ViteUserConfig } from 'vitest/config';

/** What every project's vitest run has in common: sources instead of builds, Node, tests beside `src/`, no way out to the network. */
export const shared: ViteUserConfig = {
  ssr: { resolve: { conditions: ['@venuekit/source', ...defaultServerConditions] } },
  test: {
    environment: 'node',
    // Far above what any test needs: a busy machine must not turn one red.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
    setupFiles: [fileURLToPath(new URL('vitest.network-guard.ts', import.meta.url))],
    // The summary of `npm test` is added up from these files, which nx keeps with the cached result.
    reporters: ['default', ['json', { outputFile: '.vitest/results.json' }]],
  },
};
