import type { PlainShape } from '@venuekit/venue';
import type { ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { shapedSubject } from '../shapes/shaped-subject.ts';

/** Venues that differ from the usual one in several ways at once, so that among them each way occurs. */
const SHAPES = {
  keyed: { signing: 'query', body: 'form', login: 'listen-key', clientIdMaxLength: 18 },
  contracts: {
    signing: 'passphrase',
    success: 'code',
    heartbeat: 'text',
    acks: 'echo',
    book: 'checksum',
    cancels: 'asynchronous',
    batches: 'items',
    amounts: 'contracts',
  },
  numbered: {
    signing: 'nonce',
    body: 'form',
    login: 'token',
    heartbeat: 'json',
    book: 'sequence',
    depth: 5,
    clientIds: 'numeric',
    limits: 'decaying',
    symbols: 'several',
  },
  counted: { signing: 'jwt', login: 'subscribe', heartbeat: 'channel', acks: 'list', book: 'connection-counter', clientIds: 'uuid' },
  packed: { signing: 'ed25519', heartbeat: 'json', acks: 'first-data', compression: 'gzip', book: 'full' },
  nameless: { login: 'url', book: 'previous', clientIds: 'none', cancels: 'asynchronous', balances: 'rest', limits: 'rolling' },
  summed: { acks: 'list', book: 'sequence', fills: 'cumulative', balances: 'rest', amounts: 'quote', limits: 'headers', batches: 'items' },
  silent: { success: 'code', login: 'subscribe', heartbeat: 'text', acks: 'echo', compression: 'gzip', depth: 10, notices: 'none' },
  whole: {
    signing: 'passphrase',
    acks: 'first-data',
    book: 'checksum',
    clientIds: 'none',
    fills: 'cumulative',
    amounts: 'contracts',
    contractSizes: { 'BTC-USDT': '0.00001', 'ETH-USDT': '0.0001', 'ETH-BTC': '0.001' },
    limits: 'headers',
  },
  mixed: {
    login: 'listen-key',
    heartbeat: 'channel',
    acks: 'list',
    book: 'previous',
    clientIds: 'uuid',
    cancels: 'asynchronous',
    balances: 'rest',
    limits: 'decaying',
    batches: 'items',
  },
  polled: { login: 'none', cancels: 'asynchronous', batches: 'items' },
} as const satisfies Readonly<Record<string, PlainShape>>;

export type ShapeName = keyof typeof SHAPES;

const NAMES = ['keyed', 'contracts', 'numbered', 'counted', 'packed', 'nameless', 'summed', 'silent', 'whole', 'mixed', 'polled'] as const;

/** One shaped connector for each. */
export const SHAPED_SUBJECTS: ReadonlyMap<ShapeName, ConformanceSubject> = new Map(
  NAMES.map((name) => [name, { ...shapedSubject(SHAPES[name]), name }]),
);
