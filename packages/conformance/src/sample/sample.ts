import { isTradingPair, isPayloadObject, type TradingPair } from '@venuekit/core/connector';
import { readJsonNodes, type JsonNode } from '@venuekit/core/testing';
import { SampleError } from './sample-error.ts';

/** Which member of a definition reads the payload. */
export type SampleKind =
  | 'symbols'
  | 'rules'
  | 'rate-limits'
  | 'book-snapshot'
  | 'book-diff'
  | 'user-stream'
  | 'placed-order'
  | 'canceled-order'
  | 'order'
  | 'order-trades'
  | 'open-orders'
  | 'trades-since'
  | 'balances'
  | 'fees'
  | 'last-price';

/** A payload from a venue's documentation, and what a connector must make of it. */
export interface Sample {
  /** The file, for texts. */
  readonly origin: string;
  /** Where the payload stands, for instance a section of the venue's documentation. */
  readonly source: string;
  readonly kind: SampleKind;
  /** The raw text: every digit as the venue writes it. */
  readonly payload: string;
  /** The venue's name of each market that the payload is about. */
  readonly symbols: ReadonlyMap<TradingPair, string>;
  /** The market that is asked for, where the member asks for one: the first of `symbols`. */
  readonly tradingPair: TradingPair;
  /** What must be there of the model; exact numbers as texts. */
  readonly expected: unknown;
  /** Parts of the problems that must be reported, in their order. */
  readonly problems: readonly string[];
}

const KINDS: ReadonlyMap<string, SampleKind> = new Map(
  (
    [
      'symbols',
      'rules',
      'rate-limits',
      'book-snapshot',
      'book-diff',
      'user-stream',
      'placed-order',
      'canceled-order',
      'order',
      'order-trades',
      'open-orders',
      'trades-since',
      'balances',
      'fees',
      'last-price',
    ] as const
  ).map((kind) => [kind, kind]),
);
const MEMBERS: ReadonlySet<string> = new Set(['source', 'kind', 'payload', 'symbols', 'expected', 'problems']);

/**
 * Reads a sample file: `{ "source", "kind", "payload", "symbols": { "BTC-USDT": "BTCUSDT" }, "expected", "problems"? }`. The payload is JSON as
 * it stands there, or a text that holds it.
 * @param origin the file's name.
 * @throws SampleError naming the file and the member.
 */
export function readSample(text: string, origin: string): Sample {
  const root = readJsonNodes(text);
  if (root?.kind !== 'object') throw new SampleError(origin, '(whole)', 'should be a JSON object');
  const nodes = new Map(root.members.map(({ name, value }) => [name, value]));
  for (const name of nodes.keys())
    if (!MEMBERS.has(name)) throw new SampleError(origin, name, `is no member of a sample: ${[...MEMBERS].join(', ')}`);
  const kind = KINDS.get(textOf(nodes, 'kind', origin));
  if (kind === undefined) throw new SampleError(origin, 'kind', `should be one of ${[...KINDS.keys()].join(', ')}`);
  const payload = nodeOf(nodes, 'payload', origin);
  const expected = nodeOf(nodes, 'expected', origin);
  const symbols = readSymbols(nodeOf(nodes, 'symbols', origin), text, origin);
  const [tradingPair] = symbols.keys();
  if (tradingPair === undefined) throw new SampleError(origin, 'symbols', 'should name at least one market');
  return {
    origin,
    kind,
    symbols,
    tradingPair,
    source: textOf(nodes, 'source', origin),
    payload: payload.kind === 'string' ? payload.text : text.slice(payload.start, payload.end),
    expected: JSON.parse(text.slice(expected.start, expected.end)),
    problems: readProblems(nodes.get('problems'), origin),
  };
}

function nodeOf(nodes: ReadonlyMap<string, JsonNode>, name: string, origin: string): JsonNode {
  const node = nodes.get(name);
  if (node === undefined) throw new SampleError(origin, name, 'is missing');
  return node;
}

function textOf(nodes: ReadonlyMap<string, JsonNode>, name: string, origin: string): string {
  const node = nodeOf(nodes, name, origin);
  if (node.kind !== 'string' || node.text === '') throw new SampleError(origin, name, 'should be a text');
  return node.text;
}

function readSymbols({ start, end }: JsonNode, text: string, origin: string): ReadonlyMap<TradingPair, string> {
  const value: unknown = JSON.parse(text.slice(start, end));
  if (!isPayloadObject(value)) throw new SampleError(origin, 'symbols', 'should be an object of pairs and their names at the venue');
  return new Map(
    Object.entries(value).map(([pair, symbol]) => {
      if (!isTradingPair(pair)) throw new SampleError(origin, `symbols.${pair}`, 'should be named as BTC-USDT is');
      if (typeof symbol !== 'string') throw new SampleError(origin, `symbols.${pair}`, 'should be a text');
      return [pair, symbol];
    }),
  );
}

function readProblems(node: JsonNode | undefined, origin: string): readonly string[] {
  if (node === undefined) return [];
  if (node.kind !== 'array') throw new SampleError(origin, 'problems', 'should be a list of texts');
  return node.items.map((item) => {
    if (item.kind !== 'string') throw new SampleError(origin, 'problems', 'should be a list of texts');
    return item.text;
  });
}
