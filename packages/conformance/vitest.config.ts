import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.shared.ts';

// Threads load a whole package before they run a card.
export default defineConfig({ ...shared, test: { ...shared.test, testTimeout: 120_000 } });
