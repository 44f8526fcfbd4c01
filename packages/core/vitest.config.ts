import { defineConfig, mergeConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

const PURE_MACHINES = [
  'account',
  'book',
  'definition',
  'events',
  'exchange',
  'funds',
  'instrumentation',
  'market',
  'orders',
  'recording',
  'repair',
  'services',
  'storage',
  'throttle',
  'tracking',
  'trading',
  'web',
];

/** The rooms that decide about money are deterministic, so nearly every branch of theirs can be shown. */
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      coverage: {
        provider: 'v8',
        include: ['src/**/*.ts'],
        reporter: ['text-summary', 'json-summary', 'html'],
        thresholds: Object.fromEntries(PURE_MACHINES.map((room) => [`src/${room}/**`, { branches: 95 }])),
      },
    },
  }),
);
