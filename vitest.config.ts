import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*', 'scripts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts', 'packages/*/dialect/**/*.ts'] },
  },
});
