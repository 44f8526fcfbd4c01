/** Where one environment of the venue is reached. URLs end without a slash. */
export interface DomainAnswer {
  readonly name: string;
  readonly rest: string;
  readonly publicStream: string;
  readonly privateStream: string;
}

export type Signing = 'hmac-query' | 'hmac-header' | 'hmac-header-passphrase' | 'nonce-hmac-sha512' | 'ed25519' | 'rsa' | 'jwt-es256';

export type OrderTypeAnswer = 'limit' | 'limit-maker' | 'market' | 'stop-loss' | 'stop-loss-limit' | 'take-profit' | 'take-profit-limit';

/** Everything that a package is made from, checked and complete; saved in the package. */
export interface Answers {
  /** Letters, digits and hyphens, beginning with a letter: files, classes and functions are named after it. */
  readonly venueId: string;
  readonly displayName: string;
  readonly packageName: string;
  readonly author: string;
  readonly licence: 'MIT' | 'Apache-2.0' | 'ISC' | 'UNLICENSED';
  readonly products: readonly 'spot'[];
  /** The first is the default. */
  readonly domains: readonly DomainAnswer[];
  readonly signing: Signing;
  readonly body: 'json' | 'form';
  readonly success: 'status' | 'code';
  readonly symbols: 'btc_usdt' | 'BTCUSDT' | 'BTC-USDT' | 'BTC/USDT';
  readonly clientOrderIds: 'text' | 'numeric' | 'uuid' | 'none';
  /** Of texts. */
  readonly clientOrderIdLength: number;
  /** Of texts. */
  readonly clientOrderIdCharacters: 'any' | 'letters-digits';
  /** Of numbers: below 2 to the power of this. */
  readonly clientOrderIdBits: number;
  readonly book: 'range' | 'previous' | 'sequence' | 'checksum' | 'full';
  readonly privateStream: 'login-frame' | 'signed-subscribe' | 'token' | 'listen-key' | 'none';
  readonly heartbeat: 'protocol' | 'text' | 'json' | 'none';
  readonly rateLimits: 'weights' | 'counts' | 'headers';
  readonly cancels: 'synchronous' | 'asynchronous';
  readonly balances: 'stream' | 'estimate';
  readonly timeSync: boolean;
  readonly orderTypes: readonly OrderTypeAnswer[];
  readonly ci: 'github' | 'none';
}
