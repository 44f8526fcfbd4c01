import type { Card, Need } from '@venuekit/conformance';
import type { ChecklistMember } from './checklist-members.ts';

/** Members that come with a need: the cards that ask for it judge them too. */
const MEMBERS_OF_NEEDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['batch-place', ['placeOrders']],
  ['batch-cancel', ['placeCancels']],
  ['cancel-all-command', ['cancelAllOrders']],
  ['trades-since', ['tradeUpdatesSince']],
  ['amend', ['amendOrder']],
  ['cancel-replace', ['cancelReplaceOrder']],
  ['test-order', ['testOrder']],
  ['rate-limits-told', ['formatRateLimits']],
  ['client-id-lookup', ['requestClientOrderId']],
  ['synchronous-cancel', ['isCancelRequestInExchangeSynchronous']],
  ['asynchronous-cancel', ['isCancelRequestInExchangeSynchronous']],
  ['order-list:oco', ['placeOrderList']],
  ['order-list:oto', ['placeOrderList']],
  ['order-list:otoco', ['placeOrderList']],
  ['trait:login-by-listen-key', ['UserStreamDataSource.credential']],
  ['trait:book-checksum', ['OrderBookDataSource.checksumOf']],
  ['trait:book-depth-truncated', ['OrderBookDataSource.maximumDepth']],
  ['trait:book-socket-snapshot', ['OrderBookDataSource.snapshots']],
  ['trait:book-full-push', ['OrderBookDataSource.snapshots']],
  ['trait:book-connection-counter', ['OrderBookDataSource.onConnected']],
]);

/** What is no member of the checklist, and where an author finds it. */
const PLACES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?<![.\w])onFrame\b/u, ['OrderBookDataSource.onFrame', 'UserStreamDataSource.onFrame']],
  [/the stream plans/u, ['OrderBookDataSource.stream', 'UserStreamDataSource.stream']],
  [/(?<![.\w])topicsOf\b/u, ['OrderBookDataSource.topicsOf']],
  [/(?<![.\w])loginFrames\b/u, ['UserStreamDataSource.loginFrames']],
  [/the parse functions of the wire/u, ['wire.ts']],
  [/the factory of the definition/u, ['the factory of the definition']],
  [/the limit ids of the calls/u, ['rateLimitsRules']],
];

/** Members of which no card speaks by name, and why. */
const WITHOUT_CARDS: ReadonlyMap<string, string> = new Map([
  ['name', 'shown to people, and part of the default of `rateLimitVenue`'],
  ['domain', 'shown to people, and part of the default of `rateLimitVenue`'],
  ['rateLimitVenue', 'it concerns several connectors in one program; core’s own tests hold it'],
  ['firstFillReleases', 'a mistake shows as a 429 that was not needed, or as a wait; core’s own tests hold it'],
  ['clientOrderIdMaxLength', 'every card that places an order places one with such an id, and the dialect refuses a longer one'],
  ['clientOrderIdPolicy', 'every card that places an order places one with such an id, and the dialect refuses another form'],
  ['tradingPairsRequestPath', 'asked for by every card; those of `initializeTradingPairSymbolsFromExchangeInfo` judge the reply'],
  ['tradingPairs', 'the subject gives them, and every card follows them'],
  ['recordingAllowList', 'a recording that cannot be replayed shows it; no card records'],
  ['requestClientOrderId', 'the cards on fills of strangers run with it where it is written'],
  ['getLastTradedPrices', 'the same prices as by `getLastTradedPrice`'],
  ['statusPollingLoopFetchUpdates', 'every card polls by it where it is written'],
  ['UserStreamDataSource.onConnected', 'a sequence that is not forgotten shows in the cards on reconnects'],
]);

/** The names of what a card's `look` points at. */
export function placesOf(look: string, members: readonly ChecklistMember[]): ReadonlySet<string> {
  const places = new Set<string>();
  const rest = look.replaceAll(/create(OrderBook|UserStream)DataSource\(\)\.(\w+)/gu, (_all, source: string, member: string) => {
    places.add(`${source}DataSource.${member}`);
    return '';
  });
  for (const { name } of members) if (new RegExp(String.raw`(?<![.\w])${name}\b`, 'u').test(rest)) places.add(name);
  for (const [pattern, names] of PLACES) if (pattern.test(rest)) for (const name of names) places.add(name);
  return places;
}

/** The cards of each place: those that say to look there, then those that need what it gives. */
function cardsByPlace(cards: readonly Card[], members: readonly ChecklistMember[]): ReadonlyMap<string, readonly Card[]> {
  const found = new Map<string, Card[]>(members.map(({ name }) => [name, []]));
  const add = (place: string, card: Card): void => {
    const ours = found.get(place) ?? [];
    if (!ours.includes(card)) ours.push(card);
    found.set(place, ours);
  };
  for (const card of cards) for (const place of placesOf(card.look, members)) add(place, card);
  for (const card of cards) for (const need of card.needs ?? []) for (const member of MEMBERS_OF_NEEDS.get(need) ?? []) add(member, card);
  return found;
}

/** What is wrong: cards that point at nothing that an author writes, members without a card or a reason, reasons out of date. */
export function memberDefects(cards: readonly Card[], members: readonly ChecklistMember[]): readonly string[] {
  const byPlace = cardsByPlace(cards, members);
  const known = new Set([...members.map(({ name }) => name), ...PLACES.flatMap(([, names]) => names)]);
  const lost = cards.flatMap(({ id, look }) => {
    const places = [...placesOf(look, members)];
    if (places.length === 0) return [`${id} says to look at "${look}", which names no member`];
    return places.filter((place) => !known.has(place)).map((place) => `${id} says to look at ${place}, which does not exist`);
  });
  const isJudged = (name: string): boolean => (byPlace.get(name) ?? []).length > 0;
  const missing = members.flatMap(({ name }) =>
    isJudged(name) || WITHOUT_CARDS.has(name) ? [] : [`${name} has neither a card nor a reason`],
  );
  const stale = [...WITHOUT_CARDS.keys()]
    .filter((name) => isJudged(name) || !known.has(name))
    .map((name) => `the reason for ${name} is out of date`);
  return [...lost, ...missing, ...stale];
}

/** `docs/author-guide/cards.md`, before formatting. */
export function memberCardsDocument(cards: readonly Card[], members: readonly ChecklistMember[]): string {
  const needs = Map.groupBy(
    cards.flatMap((card) => (card.needs ?? []).map((need): readonly [Need, Card] => [need, card])),
    ([need]) => need,
  );
  return [
    '# Which cards judge what',
    '',
    'Generated by `node scripts/card-coverage.ts` from the cards themselves; `npm test` fails when it is out of date. `npx venuekit-conformance explain <id>`',
    'tells all about one card.',
    '',
    '## By member',
    '',
    'The cards that say to look there first when they fail, and after them those that only run because the member is there.',
    ...[...cardsByPlace(cards, members)].flatMap(([place, ours]) => ['', `### ${place}`, '', ...listed(place, ours)]),
    '',
    '## By capability and trait',
    '',
    'The cards that ask for something that not every venue has. A need that begins with `lacks:` is met where the dialect does not name that trait.',
    '',
    '| need | cards |',
    '| --- | --- |',
    ...[...needs]
      .filter(([need]) => need !== 'trading' && need !== 'order-type:limit')
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([need, pairs]) => `| ${need} | ${[...new Set(pairs.map(([, { id }]) => id))].join(', ')} |`),
    '',
  ].join('\n');
}

function listed(place: string, cards: readonly Card[]): readonly string[] {
  if (cards.length === 0) return [`None by name: ${WITHOUT_CARDS.get(place) ?? ''}.`];
  return [
    '| card | tier | severity | claim | needs |',
    '| --- | --- | --- | --- | --- |',
    ...cards.map(
      ({ id, tier, severity, title, needs = [] }) => `| ${id} | ${tier} | ${severity} | ${cell(title)} | ${neededBeyondTrading(needs)} |`,
    ),
  ];
}

function neededBeyondTrading(needs: readonly Need[]): string {
  return needs.filter((need) => need !== 'trading' && need !== 'order-type:limit').join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll(/__\w+__/gu, (name) => `\`${name}\``);
}
