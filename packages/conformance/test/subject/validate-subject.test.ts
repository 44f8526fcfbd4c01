import { describe, expect, it } from 'vitest';
import { validateSubject } from '../../src/subject/validate-subject.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

const entry = { card: 'BOOK-01', since: '2026-11-01', until: '2026-12-01', reason: 'the venue is being moved' };

describe('a subject', () => {
  it('is taken as it is when all is well', () => {
    const subject = { ...tinySubject, baseline: [entry], requirements: '2026-11-20', tier: 3 as const, packageRoot: new URL('file:///x/') };
    expect(validateSubject(subject, 'a.ts')).toBe(subject);
  });

  it.each([
    [undefined, 'a.ts: the default export must be a subject, not undefined'],
    [{ ...tinySubject, name: ' ' }, `a.ts: name must be the package's name, not " "`],
    [{ ...tinySubject, dialect: 'plain' }, 'a.ts: dialect must be a function, not "plain"'],
    [{ ...tinySubject, baselines: [] }, 'a.ts: a subject has no member baselines, only name, dialect'],
    [{ ...tinySubject, markets: [] }, 'a.ts: markets must be a list of at least two, not []'],
    [
      { ...tinySubject, markets: [{ base: 'BTC', quote: 'USDT', fairPrice: '1' }, { base: 'BTC' }] },
      'a.ts: markets[1].quote must be the name of an asset, not undefined',
    ],
    [
      { ...tinySubject, markets: [{ base: 'A', quote: 'B', fairPrice: 1 }, {}] },
      'a.ts: markets[0].fairPrice must be a positive decimal as text, not 1',
    ],
    [{ ...tinySubject, tier: 5 }, 'a.ts: tier must be one of 0 to 4, not 5'],
    [{ ...tinySubject, requirements: 'newest' }, 'a.ts: requirements must be a day as YYYY-MM-DD, not "newest"'],
    [{ ...tinySubject, packageRoot: '..' }, 'a.ts: packageRoot must be a URL such as new URL(\'..\', import.meta.url), not ".."'],
    [
      { ...tinySubject, baseline: [{ ...entry, until: '2026-02-30' }] },
      'a.ts: baseline[0].until must be a day as YYYY-MM-DD, not "2026-02-30"',
    ],
    [{ ...tinySubject, baseline: [{ ...entry, until: '2026-10-01' }] }, 'a.ts: baseline[0].until must be no day before 2026-11-01'],
    [
      { ...tinySubject, baseline: [entry, { ...entry, reason: 'another one' }] },
      'a.ts: baseline[1].card must be a card without another entry, not "BOOK-01"',
    ],
    [{ ...tinySubject, cards: [null] }, 'a.ts: cards[0] must be a card, not null'],
    [
      {
        ...tinySubject,
        markets: [
          { base: 'BTC', quote: 'USDT', fairPrice: '1' },
          { base: 'BTC', quote: 'USDT', fairPrice: '2' },
        ],
      },
      'a.ts: markets[1] must be another market than those before it, not "BTC-USDT"',
    ],
    [{ ...tinySubject, baseline: [{ ...entry, reason: '' }] }, 'a.ts: baseline[0].reason must be a sentence that says why, not ""'],
  ])('is refused by field and value: %#', (subject, message) => {
    expect(() => validateSubject(subject, 'a.ts')).toThrow(message);
  });

  it.each([
    [{ passphrase: 7 }, 'credentials.passphrase must be a text, not "number"'],
    [{ verifier: 'hmac' }, 'credentials.verifier must be an object, not "string"'],
    [{ verifier: { kind: 'dsa', key: 'k' } }, 'credentials.verifier.kind must be one of hmac, hmac-sha512, rsa, ed25519, es256, not "dsa"'],
    [{ verifier: { kind: 'es256' } }, 'credentials.verifier.key must be a text, not "undefined"'],
  ])('refuses credentials with %o', (more, why) => {
    const credentials = { apiKey: 'key', apiSecret: 'secret', ...more };
    expect(() => validateSubject({ ...tinySubject, credentials }, 'a.ts')).toThrow(`a.ts: ${why}`);
  });

  it.each(['hmac', 'hmac-sha512', 'rsa', 'ed25519', 'es256'] as const)('takes keys of the kind %s', (kind) => {
    const credentials = { apiKey: 'key', apiSecret: 'secret', passphrase: 'word', verifier: { kind, key: 'k' } };
    expect(validateSubject({ ...tinySubject, credentials }, 'a.ts').credentials).toEqual(credentials);
  });

  it('never shows a secret in the refusal', () => {
    const credentials = { apiKey: '', apiSecret: 'do-not-show-this-secret' };
    expect(() => validateSubject({ ...tinySubject, credentials }, 'a.ts')).toThrow('a.ts: credentials.apiKey must be a text, not "string"');
    expect(() => validateSubject({ ...tinySubject, credentials }, 'a.ts')).not.toThrow(/do-not-show/);
  });
});
