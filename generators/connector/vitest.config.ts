import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// Packages are made, type-checked and linted by other programs.
export default defineConfig({ ...shared, test: { ...shared.test, testTimeout: 120_000, hookTimeout: 120_000 } });
