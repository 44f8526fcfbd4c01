import type { Answers } from './answers.ts';

/** The answers of the example: the venue's own plain wire in its usual form. */
export const EXAMPLE_ANSWERS: Answers = {
  venueId: 'plain',
  displayName: 'Plain',
  packageName: 'venuekit-plain',
  products: ['spot'],
  domains: [
    {
      name: 'main',
      rest: 'https://rest.plain.example',
      publicStream: 'wss://stream.plain.example',
      privateStream: 'wss://stream.plain.example',
    },
  ],
  signing: 'hmac-header',
  body: 'json',
  success: 'status',
  symbols: 'btc_usdt',
  clientOrderIds: 'text',
  clientOrderIdLength: 36,
  clientOrderIdCharacters: 'any',
  clientOrderIdBits: 63,
  book: 'range',
  privateStream: 'login-frame',
  heartbeat: 'protocol',
  rateLimits: 'headers',
  cancels: 'synchronous',
  balances: 'stream',
  timeSync: true,
  orderTypes: ['limit', 'limit-maker', 'market'],
  licence: 'MIT',
  author: '',
  ci: 'github',
};
