import type { Decimal } from '@venuekit/core/connector';

/** What an account owns of one asset. */
export interface AccountBalance {
  readonly asset: string;
  readonly free: Decimal;
  /** Held by open orders. */
  readonly locked: Decimal;
}

/** How an account pays fees. */
export interface FeePlan {
  /** Fractions. */
  readonly maker: Decimal;
  readonly taker: Decimal;
  /** `received`: from what the trade brings (base for a buy, quote for a sell); otherwise the asset that is charged at its price. */
  readonly payIn: 'received' | 'base' | 'quote' | { readonly asset: string };
}

/** The credentials that a dialect checks signatures against. */
export interface ApiKey {
  readonly account: string;
  readonly key: string;
  /** `hmac`: with SHA-256; `es256`: ECDSA on P-256 with SHA-256. */
  readonly kind: 'hmac' | 'hmac-sha512' | 'rsa' | 'ed25519' | 'es256';
  /** The shared secret (hmac, hmac-sha512), or the public key as SPKI PEM. */
  readonly verifier: string;
  /** A word that some venues want besides the signature. */
  readonly passphrase?: string;
  readonly canTrade: boolean;
}
