import { configDefaults, defineConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    // Threads load a whole package before they run a card.
    testTimeout: 120_000,
    // The example's own file: `test/conformance.test.ts` runs the same subject.
    exclude: [...configDefaults.exclude, 'test/reference/test/conformance.test.ts'],
  },
});
