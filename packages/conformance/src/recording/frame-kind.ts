import { readJsonNodes, type JsonNode } from '@venuekit/core/testing';

/** Members by which venues say what a frame is. */
const TELLING: ReadonlySet<string> = new Set(
  'e event type kind channel topic stream op method action cmd table ch subscription arg sub req'.split(' '),
);
/** Those that say it of what a frame carries. */
const TELLING_INSIDE: ReadonlySet<string> = new Set('e event channel topic method subscription'.split(' '));

/**
 * What kind of frame a text is: the words by which it says so itself, else the names of its members. Frames of one kind look alike.
 * @param symbols names of markets, in any spelling, which make no difference.
 */
export function frameKind(text: string, symbols: readonly string[]): string {
  const root = readJsonNodes(text);
  if (root === undefined) return `text ${withoutSymbols(text, symbols).slice(0, 40)}`;
  if (root.kind === 'array') return `list ${wordsIn(root.items, symbols).join(' ')}`.trim();
  if (root.kind !== 'object') return root.kind;
  const words = [
    ...tellingWords(root, TELLING, symbols),
    ...insides(root).flatMap((inside) => tellingWords(inside, TELLING_INSIDE, symbols)),
  ];
  return words.length > 0
    ? words.join(' ')
    : root.members
        .map(({ name }) => name)
        .toSorted()
        .join(',');
}

/** The ways in which venues write a market: `BTC-USDT` as BTCUSDT, BTC_USDT, BTC/USDT and so on. */
export function spellingsOf(tradingPairs: readonly string[]): readonly string[] {
  return tradingPairs.flatMap((pair) => ['', '-', '_', '/', ':'].map((separator) => pair.replace('-', separator)));
}

/** The text with `*` in place of every market. */
export function withoutSymbols(text: string, symbols: readonly string[]): string {
  let result = text;
  for (const symbol of symbols) {
    if (symbol === '') continue;
    for (let at = find(result, symbol); at !== -1; at = find(result, symbol))
      result = `${result.slice(0, at)}*${result.slice(at + symbol.length)}`;
  }
  return result;
}

function find(text: string, symbol: string): number {
  return text.toLowerCase().indexOf(symbol.toLowerCase());
}

function tellingWords(node: JsonNode & { kind: 'object' }, names: ReadonlySet<string>, symbols: readonly string[]): readonly string[] {
  return node.members.flatMap(({ name, value }) =>
    names.has(name) && value.kind === 'string' ? [`${name}=${withoutSymbols(value.text, symbols)}`] : [],
  );
}

function insides(node: JsonNode & { kind: 'object' }): readonly (JsonNode & { kind: 'object' })[] {
  return node.members.flatMap(({ value }) => {
    const inside = value.kind === 'array' ? value.items[0] : value;
    return inside?.kind === 'object' ? [inside] : [];
  });
}

function wordsIn(items: readonly JsonNode[], symbols: readonly string[]): readonly string[] {
  return items.flatMap((item) => (item.kind === 'string' ? [withoutSymbols(item.text, symbols)] : []));
}
