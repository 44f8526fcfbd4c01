import { describe, expect, it } from 'vitest';
import { AnswersError } from '../src/answers/answers-error.ts';
import { domainsOfText } from '../src/answers/domain-text.ts';
import { EXAMPLE_ANSWERS } from '../src/answers/example-answers.ts';
import { answersOfFlags, flagOf } from '../src/answers/flag-answers.ts';
import { QUESTIONS } from '../src/answers/questions.ts';
import { validateAnswers } from '../src/answers/validate-answers.ts';
import { ANSWER_FILES, NOWHERE } from './answer-files.ts';

const DOMAINS = [{ name: 'main', rest: 'https://api.acme.example/', publicStream: 'wss://stream.acme.example/ws' }];
const LEAST = { venueId: 'acme', domains: DOMAINS };

function problemOf(given: unknown): string {
  try {
    validateAnswers(given, 'a.json', { takenNames: new Set(['@venuekit/core']) });
    return 'none';
  } catch (error) {
    if (error instanceof AnswersError) return error.message;
    throw error;
  }
}

describe('answers', () => {
  it('that are left out have their usual value, and hosts lose the slash at their end', () => {
    expect(validateAnswers(LEAST, 'a.json', NOWHERE)).toMatchObject({
      venueId: 'acme',
      displayName: 'Acme',
      packageName: 'venuekit-acme',
      products: ['spot'],
      domains: [
        {
          name: 'main',
          rest: 'https://api.acme.example',
          publicStream: 'wss://stream.acme.example/ws',
          privateStream: 'wss://stream.acme.example/ws',
        },
      ],
      signing: 'hmac-header',
      timeSync: true,
    });
  });

  it('of the example are answers as all others', () => {
    expect(validateAnswers(EXAMPLE_ANSWERS, 'example', NOWHERE)).toEqual(EXAMPLE_ANSWERS);
  });

  it('are asked for with help, each choice once', () => {
    for (const question of QUESTIONS) {
      expect(question.help, question.name).toMatch(/\.$/);
      const values = 'choices' in question ? question.choices.map(({ value }) => value) : [];
      expect(new Set(values).size, question.name).toBe(values.length);
    }
  });

  it('of the matrix use every choice that is offered at least once', () => {
    expect(ANSWER_FILES.size).toBeGreaterThanOrEqual(12);
    const unused = QUESTIONS.flatMap((question) => {
      const used = new Set([...ANSWER_FILES.values()].flatMap((answers): readonly unknown[] => [answers[question.name]].flat()));
      const offered =
        question.kind === 'boolean'
          ? [true, false]
          : 'choices' in question
            ? question.choices.flatMap(({ value, refusal }) => (refusal === undefined ? [value] : []))
            : [];
      return offered.filter((value) => ![...used].some((each) => each === value)).map((value) => `${question.name}: ${String(value)}`);
    });
    expect(unused).toEqual([]);
  });
});

describe('an answer that cannot be used is refused by its name and where it came from', () => {
  it.each<[unknown, string]>([
    [undefined, '(whole) (a.json): should be an object of answers'],
    [[], '(whole) (a.json): should be an object of answers'],
    [{ ...LEAST, colour: 'red' }, 'colour (a.json): is no question'],
    [{ domains: DOMAINS }, 'venueId (a.json): is missing'],
    [{ ...LEAST, venueId: 5 }, 'venueId (a.json): should be a text'],
    [{ venueId: 'acme' }, 'domains (a.json): should be a list'],
    [{ ...LEAST, domains: [] }, 'domains (a.json): should be a list'],
    [{ ...LEAST, domains: [{ ...DOMAINS[0], name: 'Main' }] }, 'domains (a.json): [0].name'],
    [{ ...LEAST, domains: [{ ...DOMAINS[0], name: 'custom' }] }, 'domains (a.json): [0].name'],
    [{ ...LEAST, domains: [DOMAINS[0], DOMAINS[0]] }, 'domains (a.json): names one domain twice'],
    [
      { ...LEAST, domains: [{ ...DOMAINS[0], rest: 'http://a.example' }] },
      'domains (a.json): [0].rest should be a URL that begins with https://',
    ],
    [{ ...LEAST, domains: [{ ...DOMAINS[0], rest: 'https://me:pw@a.example' }] }, '[0].rest should hold no name and no password'],
    [{ ...LEAST, domains: [{ ...DOMAINS[0], rest: 'https://a.example?x=1' }] }, '[0].rest should have no query'],
    [{ ...LEAST, domains: [{ ...DOMAINS[0], publicStream: 'wss://ä.example' }] }, '[0].publicStream should be a URL in plain ASCII'],
    [{ ...LEAST, domains: [{ ...DOMAINS[0], colour: 'red' }] }, '[0].colour is no member'],
    [{ ...LEAST, signing: 'rot13' }, 'signing (a.json): should be one of hmac-query, hmac-header'],
    [{ ...LEAST, timeSync: 'yes' }, 'timeSync (a.json): should be true or false'],
    [{ ...LEAST, orderTypes: [] }, 'orderTypes (a.json): should be a list of at least one'],
    [{ ...LEAST, orderTypes: ['limit', 'limit'] }, 'orderTypes (a.json): names one twice'],
    [{ ...LEAST, clientOrderIdLength: 17 }, 'clientOrderIdLength (a.json): should be a whole number from 18 to 255'],
    [{ ...LEAST, clientOrderIdBits: 53.5 }, 'clientOrderIdBits (a.json): should be a whole number from 31 to 64'],
    [{ ...LEAST, products: ['spot', 'perpetual'] }, 'products (a.json): perpetual: @venuekit/core has no perpetual connectors yet'],
  ])('%j', (given, problem) => {
    expect(problemOf(given)).toContain(problem);
  });
});

describe('hostile answers', () => {
  it.each([
    '../x',
    '"; process.exit()',
    '${x}',
    '*/',
    '{{x}}',
    '1inch',
    'constructor',
    'börse',
    '東京',
    'Acme',
    'a--b',
    '-a',
    'a/b',
    'a b',
    '__proto__',
    'a\u202Eb',
    'x'.repeat(31),
    '',
  ])('make no venue id: %j', (venueId) => {
    expect(problemOf({ ...LEAST, venueId })).toMatch(/^venueId \(a\.json\): /);
  });

  it.each(['../x', '@venuekit/core', '@a/b/c', '@a', 'Upper', 'node:fs', 'fs', 'a b', '.hidden', '{{x}}', '', 'x'.repeat(215), 'börse'])(
    'make no package name: %j',
    (packageName) => {
      expect(problemOf({ ...LEAST, packageName })).toMatch(/^packageName \(a\.json\): /);
    },
  );

  it.each(['', ' ', 'a\nb', 'a\u0000b', 'a\u202Eb', 'a\u2028b', 'x'.repeat(101), ' a'])('make no display name: %j', (displayName) => {
    expect(problemOf({ ...LEAST, displayName })).toMatch(/^displayName \(a\.json\): /);
  });

  it('that reach for the prototype are no answers', () => {
    expect(problemOf(JSON.parse('{"venueId":"acme","__proto__":{"domains":1}}'))).toMatch(/^__proto__ \(a\.json\)/);
  });
});

describe('flags', () => {
  it('are answers of their kinds', () => {
    const flags = {
      'venue-id': 'acme',
      'order-types': 'limit, market',
      'time-sync': 'false',
      'client-order-id-length': '20',
      domains: 'main https://a.example wss://b.example wss://c.example; test https://d.example wss://e.example',
    };
    expect(answersOfFlags(new Map(Object.entries(flags)))).toEqual({
      venueId: 'acme',
      orderTypes: ['limit', 'market'],
      timeSync: false,
      clientOrderIdLength: 20,
      domains: [
        { name: 'main', rest: 'https://a.example', publicStream: 'wss://b.example', privateStream: 'wss://c.example' },
        { name: 'test', rest: 'https://d.example', publicStream: 'wss://e.example' },
      ],
    });
    expect(flagOf('clientOrderIds')).toBe('client-order-ids');
  });

  it('of domains may be JSON, which is refused by name when it is none', () => {
    expect(answersOfFlags(new Map([['domains', JSON.stringify(DOMAINS)]]))).toEqual({ domains: DOMAINS });
    expect(() => answersOfFlags(new Map([['domains', '[{']]))).toThrow('domains (--domains): should be JSON');
  });

  it('that mean nothing reach the check as they are', () => {
    expect(problemOf({ ...LEAST, ...answersOfFlags(new Map([['time-sync', 'maybe']])) })).toContain('timeSync');
    expect(problemOf({ ...LEAST, ...answersOfFlags(new Map([['client-order-id-length', 'long']])) })).toContain('clientOrderIdLength');
    expect(problemOf({ ...LEAST, domains: domainsOfText('main https://a.example wss://b.example wss://c.example more words') })).toContain(
      'more words',
    );
  });
});
