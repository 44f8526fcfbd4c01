import { describe, expect, it } from 'vitest';
import { isTerminalState } from '../../src/model/order-state.ts';

describe('order states', () => {
  it.each(['filled', 'canceled', 'expired', 'failed'] as const)('%s is an end', (state) => {
    expect(isTerminalState(state)).toBe(true);
  });

  it.each(['pending-create', 'open', 'partially-filled', 'pending-cancel', 'lost'] as const)('%s is none', (state) => {
    expect(isTerminalState(state)).toBe(false);
  });
});
