import type { ConformanceSubject, SubjectCredentials } from './conformance-subject.ts';
import { SubjectError } from './subject-error.ts';

type Fields = Readonly<Record<string, unknown>>;

const MEMBERS: ReadonlySet<string> = new Set<keyof ConformanceSubject>([
  'name',
  'dialect',
  'define',
  'markets',
  'credentials',
  'spelling',
  'requirements',
  'baseline',
  'packageRoot',
  'product',
  'cards',
  'tier',
  'killsAllMutants',
]);

const KINDS_OF_KEYS: ReadonlySet<unknown> = new Set<NonNullable<SubjectCredentials['verifier']>['kind']>([
  'hmac',
  'hmac-sha512',
  'rsa',
  'ed25519',
  'es256',
]);

/**
 * The subject, when it is one. Whether its functions work is what the cards find out.
 * @param origin where it comes from, for errors. @throws SubjectError naming the field and its value.
 */
export function validateSubject(subject: unknown, origin: string): ConformanceSubject {
  const fail = (field: string, wanted: string, value: unknown): never => {
    throw new SubjectError(origin, `${field} must be ${wanted}, not ${shown(value)}`);
  };
  if (!isSubject(subject)) throw new SubjectError(origin, `the default export must be a subject, not ${shown(subject)}`);
  const fields: Fields = { ...subject };
  for (const name of Object.keys(fields)) {
    if (!MEMBERS.has(name)) throw new SubjectError(origin, `a subject has no member ${name}, only ${[...MEMBERS].join(', ')}`);
  }
  if (typeof fields['name'] !== 'string' || fields['name'].trim() === '') fail('name', "the package's name", fields['name']);
  for (const name of ['dialect', 'define']) if (typeof fields[name] !== 'function') fail(name, 'a function', fields[name]);
  if (fields['markets'] !== undefined) checkMarkets(fields['markets'], fail);
  if (fields['credentials'] !== undefined) checkCredentials(fields['credentials'], fail);
  if (fields['baseline'] !== undefined) checkBaseline(fields['baseline'], fail);
  if (fields['requirements'] !== undefined && !isDay(fields['requirements']))
    fail('requirements', 'a day as YYYY-MM-DD', fields['requirements']);
  if (fields['packageRoot'] !== undefined && !(fields['packageRoot'] instanceof URL)) {
    fail('packageRoot', "a URL such as new URL('..', import.meta.url)", fields['packageRoot']);
  }
  if (fields['product'] !== undefined && typeof fields['product'] !== 'string') fail('product', 'the name of a folder', fields['product']);
  if (fields['tier'] !== undefined && ![0, 1, 2, 3, 4].some((tier) => tier === fields['tier']))
    fail('tier', 'one of 0 to 4', fields['tier']);
  if (fields['cards'] !== undefined) checkCards(fields['cards'], fail);
  return subject;
}

type Fail = (field: string, wanted: string, value: unknown) => never;

function checkMarkets(markets: unknown, fail: Fail): void {
  if (!Array.isArray(markets) || markets.length < 2) {
    fail('markets', 'a list of at least two', markets);
    return;
  }
  const pairs = new Set<string>();
  for (const [index, market] of markets.entries()) {
    const fields: Fields = isObject(market) ? market : fail(`markets[${index}]`, 'a market', market);
    for (const name of ['base', 'quote']) {
      if (typeof fields[name] !== 'string' || fields[name] === '') fail(`markets[${index}].${name}`, 'the name of an asset', fields[name]);
    }
    const pair = `${String(fields['base'])}-${String(fields['quote'])}`;
    if (pairs.has(pair)) fail(`markets[${index}]`, 'another market than those before it', pair);
    pairs.add(pair);
    const price = fields['fairPrice'];
    if (typeof price !== 'string' || !/^\d+(\.\d+)?$/.test(price) || /^[0.]+$/.test(price)) {
      fail(`markets[${index}].fairPrice`, 'a positive decimal as text', price);
    }
  }
}

/** Values of credentials are not shown. */
function checkCredentials(credentials: unknown, fail: Fail): void {
  const fields: Fields = isObject(credentials) ? credentials : fail('credentials', 'an object', typeof credentials);
  for (const name of ['apiKey', 'apiSecret']) {
    if (typeof fields[name] !== 'string' || fields[name] === '') fail(`credentials.${name}`, 'a text', typeof fields[name]);
  }
  const { passphrase, verifier } = fields;
  if (passphrase !== undefined && typeof passphrase !== 'string') fail('credentials.passphrase', 'a text', typeof passphrase);
  if (verifier === undefined) return;
  const { kind, key }: Fields = isObject(verifier) ? verifier : fail('credentials.verifier', 'an object', typeof verifier);
  if (!KINDS_OF_KEYS.has(kind)) fail('credentials.verifier.kind', `one of ${[...KINDS_OF_KEYS].join(', ')}`, kind);
  if (typeof key !== 'string' || key === '') fail('credentials.verifier.key', 'a text', typeof key);
}

function checkCards(cards: unknown, fail: Fail): void {
  if (!Array.isArray(cards)) {
    fail('cards', 'a list of cards', cards);
    return;
  }
  for (const [index, card] of cards.entries()) {
    if (!isObject(card) || typeof card['id'] !== 'string') fail(`cards[${index}]`, 'a card', card);
  }
}

function checkBaseline(baseline: unknown, fail: Fail): void {
  if (!Array.isArray(baseline)) {
    fail('baseline', 'a list of entries', baseline);
    return;
  }
  const cards = new Set<unknown>();
  for (const [index, entry] of baseline.entries()) {
    const fields: Fields = isObject(entry) ? entry : fail(`baseline[${index}]`, 'an entry', entry);
    if (typeof fields['card'] !== 'string') fail(`baseline[${index}].card`, 'the id of a card', fields['card']);
    if (cards.has(fields['card'])) fail(`baseline[${index}].card`, 'a card without another entry', fields['card']);
    cards.add(fields['card']);
    for (const name of ['since', 'until']) {
      if (!isDay(fields[name])) fail(`baseline[${index}].${name}`, 'a day as YYYY-MM-DD', fields[name]);
    }
    if (String(fields['until']) < String(fields['since']))
      fail(`baseline[${index}].until`, `no day before ${String(fields['since'])}`, fields['until']);
    if (typeof fields['reason'] !== 'string' || fields['reason'].trim() === '') {
      fail(`baseline[${index}].reason`, 'a sentence that says why', fields['reason']);
    }
  }
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

function isSubject(value: unknown): value is ConformanceSubject {
  return isObject(value) && 'define' in value && 'dialect' in value && 'name' in value;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? text.slice(0, 200) : String(value);
}
