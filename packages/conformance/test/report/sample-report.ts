import type { CardOutcome, FailureReport } from '../../src/run/card-outcome.ts';
import type { CardReport, SuiteReport } from '../../src/run/suite-report.ts';

/** What a venue or a connector may say to break a page. */
export const HOSTILE = `"><script>alert('x')</script> & ]]> {{name}} {{{name}}} \u0007\u001B[31m @someone | **bold** \uD800`;

const HEAD = {
  slug: 'limit-buy-rests',
  title: 'A limit order rests',
  family: 'ORDER',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  scenario: 'An order is placed.',
  doc: 'connector guide: trading',
  look: 'placeOrder',
} as const;

const FAILURE: FailureReport = {
  blame: 'connector',
  message: `the amount: expected 1, got ${HOSTILE}`,
  finding: { what: 'the amount', expected: '1', actual: HOSTILE },
  venueKnows: [`open order 1 (${HOSTILE})`],
  timeline: [
    { atMs: 0, lane: 'venue', text: 'new: order 1' },
    { atMs: 1.4, lane: 'wire', text: `→ POST ${HOSTILE}` },
    { atMs: 12, lane: 'connector', text: 'order-created' },
  ],
  forgotten: 3,
  stack: '',
};

function cardReport(id: CardOutcome['card']['id'], change: Partial<CardReport> = {}): CardReport {
  const card = { ...HEAD, id };
  const outcome: CardOutcome = { card, place: 'simulated', verdict: 'pass', missing: [], failure: undefined, seed: 1, simulatedMs: 10 };
  return { card, verdict: 'pass', isScored: true, why: '', outcome, overSockets: null, baseline: null, ...change };
}

export function failedCard(id: CardOutcome['card']['id'], change: Partial<CardReport> = {}): CardReport {
  const passed = cardReport(id);
  const outcome = passed.outcome === null ? null : { ...passed.outcome, verdict: 'fail' as const, failure: FAILURE, seed: 7 };
  return { ...passed, verdict: 'fail', why: FAILURE.message, outcome, ...change };
}

/** A report of one passed, one failed, one baselined card and one that does not apply. */
export function sampleReport(change: Partial<SuiteReport> = {}): SuiteReport {
  const baselined = failedCard('ORDER-03', { verdict: 'baselined', why: 'baselined until 2027-01-01: the venue is asked to mend it' });
  const cards = [
    cardReport('ORDER-01'),
    failedCard('ORDER-02'),
    baselined,
    cardReport('ORDER-04', { verdict: 'not-applicable', why: 'needs amend', outcome: null }),
  ];
  const counts = { passed: 1, failed: 1, notApplicable: 1, baselined: 1 };
  return {
    version: 1,
    startedAt: '2026-11-20T10:00:00.000Z',
    durationMs: 12_345,
    subject: {
      name: `@someone/venuekit-acme ${HOSTILE}`,
      file: 'test/conformance.test.ts',
      product: 'spot',
      definition: { name: 'acme', domain: 'com', isTradingRequired: true, capabilities: { orderTypes: ['limit'], timeInForce: ['GTC'] } },
      dialect: { name: 'acme', traits: [], services: ['rest'] },
      problem: null,
    },
    requirements: '2026-11-20',
    seed: 1,
    isWhole: true,
    verdict: 'fail',
    problems: ['cards that failed: ORDER-02'],
    tier: 1,
    tiers: [
      { tier: 1, name: 'reads', state: 'reached', heldBackBy: [], ...counts },
      { tier: 2, name: 'trades', state: 'held-back', heldBackBy: ['ORDER-02', HOSTILE], ...counts },
    ],
    families: [{ family: 'ORDER', ...counts }],
    cards,
    probes: [],
    tampering: { removed: [], overridden: [], added: [] },
    structure: { state: 'fail', findings: [{ where: 'src/auth.ts', problem: 'is missing', advice: 'Write it' }], notes: [] },
    samples: [
      { file: 'test/samples/book.json', kind: 'book-diff', source: 'web-socket-streams.md', verdict: 'pass', problems: [] },
      {
        file: 'test/samples/order.json',
        kind: 'order',
        source: HOSTILE,
        verdict: 'fail',
        problems: [`order.state should be ${HOSTILE}`, 'more'],
      },
    ],
    witnesses: null,
    kills: {
      verdict: 'fail',
      killed: 1,
      applicable: 2,
      score: 50,
      rows: [
        { mutant: 'm-1', title: 'a defect', evidence: 'MUT-1', card: 'ORDER-01', verdict: 'killed', message: HOSTILE },
        { mutant: 'm-2', title: 'another', evidence: 'MUT-2', card: 'ORDER-01', verdict: 'survived', message: '' },
      ],
      neverFailed: [],
    },
    ...change,
  };
}
