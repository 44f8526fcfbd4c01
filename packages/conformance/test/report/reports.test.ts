import { describe, expect, it } from 'vitest';
import { badgeReport } from '../../src/report/badge-report.ts';
import { htmlReport } from '../../src/report/html-report.ts';
import { junitReport } from '../../src/report/junit-report.ts';
import { markdownReport } from '../../src/report/markdown-report.ts';
import { nextSteps, nextStepText } from '../../src/report/next-step.ts';
import { failedCard, HOSTILE, sampleReport } from './sample-report.ts';

/** Whether each tag is closed in its order, as XML wants it. */
function isBalanced(xml: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = '', empty] of xml.matchAll(/<(\/?)([a-zA-Z][\w-]*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (slash === '/') {
      if (open.pop() !== name) return false;
    } else if (empty !== '/') open.push(name);
  }
  return open.length === 0;
}

describe('JUnit', () => {
  const xml = junitReport(sampleReport());

  it('counts cases, failures and what does not apply, and adds what no card shows', () => {
    expect(xml).toMatch(/<testsuites [^>]*tests="7" failures="3" skipped="1" time="12\.345">/);
    expect(xml).toContain('<testsuite name="ORDER" tests="4" failures="1" skipped="1">');
    expect(xml).toContain('<testcase classname="SUITE" name="problem 1"><failure message="cards that failed: ORDER-02"/>');
  });

  it('has a case for each sample', () => {
    expect(xml).toContain('<testsuite name="SAMPLES" tests="2" failures="1" skipped="0">');
    expect(xml).toContain('<testcase classname="SAMPLES" name="test/samples/book.json"/>');
    expect(xml).toMatch(/name="test\/samples\/order\.json"><failure message="order\.state should be /);
    expect(junitReport(sampleReport({ samples: [] }))).not.toContain('SAMPLES');
  });

  it('shows a baselined card as passed, with its reason', () => {
    expect(xml).toContain('<system-out>baselined: baselined until 2027-01-01');
  });

  it('does not fail a card that is not scored', () => {
    const report = sampleReport({ cards: [failedCard('ORDER-02', { isScored: false })], problems: [], samples: null });
    expect(junitReport(report)).toMatch(/tests="1" failures="0"/);
  });

  it('stays XML whatever was said', () => {
    expect(isBalanced(xml)).toBe(true);
    expect(xml).not.toContain('<script');
    expect(xml).not.toMatch(/[^\P{Cc}\n]/u);
    expect(xml.isWellFormed()).toBe(true);
  });
});

describe('Markdown', () => {
  const markdown = markdownReport(sampleReport());

  it('tells verdict, tiers, families and what did not pass', () => {
    expect(markdown).toContain(': failed, tier 1');
    expect(markdown).toContain('1 of 3 cards passed, 1 of 2 samples read, 1 of 2 mutants killed (50 %).');
    expect(markdown).toContain('| ORDER | 1 | 1 | 1 | 1 |');
    expect(markdown).toMatch(/- \*\*ORDER-02\*\* limit-buy-rests \(fail\): the amount/);
    expect(markdown).toContain('(baselined)');
  });

  it('tells the samples that failed and what recordings say, and nothing of those where all is well', () => {
    const witnesses = { state: 'fail', findings: [{ where: 'a.jsonl', problem: 'it is old', advice: '' }], notes: [] } as const;
    const text = markdownReport(sampleReport({ witnesses }));
    expect(text).toContain('### Samples that were not read as expected');
    expect(text).toMatch(/- test\/samples\/order\.json: order\.state should be /);
    expect(text).toContain('- a.jsonl: it is old');
    expect(markdownReport(sampleReport({ samples: null }))).not.toMatch(/[Ss]ample|[Rr]ecording/);
  });

  it('lets nothing that was said become markup, a mention or a table cell', () => {
    expect(markdown).not.toContain('<script');
    expect(markdown).not.toContain('@someone');
    expect(markdown).not.toMatch(/[^\\]\*\*bold/);
    for (const row of markdown.split('\n').filter((line) => line.startsWith('| 2 trades'))) expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
  });

  it('stays short where hundreds of cards fail', () => {
    const cards = Array.from({ length: 400 }, (_, index) => failedCard(`ORDER-${index + 10}`));
    const text = markdownReport(sampleReport({ cards }));
    expect(text).toContain('- and 350 more');
    expect(text.length).toBeLessThan(60_000);
  });
});

describe('the badge', () => {
  it.each([
    [{ tier: 3, verdict: 'pass', isWhole: true }, 'tier 3'],
    [{ tier: 1, verdict: 'fail', isWhole: true }, 'tier 1, failing'],
    [{ tier: null, verdict: 'fail', isWhole: true }, 'no tier'],
    [{ tier: 3, verdict: 'pass', isWhole: false }, 'not a whole run'],
  ] as const)('of %j says %s', (report, text) => {
    const svg = badgeReport(report);
    expect(svg).toContain(`<title>VenueKit: ${text}</title>`);
    expect(isBalanced(svg)).toBe(true);
  });
});

describe('the HTML page', () => {
  const html = htmlReport(sampleReport());

  it('needs nothing else: no script, no link to a file, nothing from the network', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|src=/i);
  });

  it('shows what was said as text', () => {
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; ]]&gt; {{name}} {{{name}}}');
    expect(html).not.toContain(HOSTILE);
  });

  it('puts each entry of a timeline into the column of its lane', () => {
    expect(html).toContain('<td class="at">0</td><td>new: order 1</td><td></td><td></td>');
    expect(html).toContain('<td class="at">12</td><td></td><td></td><td>order-created</td>');
    expect(html).toContain('Timeline, without 3 entries before it');
  });

  it('has a row for each sample', () => {
    expect(html).toContain('<li>test/samples/book.json: book-diff, from web-socket-streams.md</li>');
    expect(html.match(/<li><code>test\/samples\/order\.json<\/code>/g)).toHaveLength(2);
    expect(htmlReport(sampleReport({ samples: [] }))).toContain('there is no sample in test/samples');
  });

  it('says how to repeat a failure, with its seed, and opens it', () => {
    expect(html).toContain('venuekit-conformance run --card ORDER-02 --seed 7');
    expect(html).toContain('<li class="card fail"><details open>');
  });

  it('names the language, labels each region and has headings in their order', () => {
    expect(html).toContain('<html lang="en">');
    const levels = [...html.matchAll(/<h([1-4])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    }, 0);
    for (const [region] of html.matchAll(/<[^>]*tabindex="0"[^>]*>/g)) expect(region).toMatch(/role="region" aria-label="[^"]+"/);
  });

  it('can be made of a report with nothing in it', () => {
    const nothing = { cards: [], families: [], tiers: [], problems: [], kills: null, structure: null, tier: null } as const;
    expect(htmlReport(sampleReport(nothing))).toContain('</html>');
  });
});

describe('the next step', () => {
  it('is the structure first, then a failed sample, then the failed card of the lowest tier, then mutants, then what is baselined', () => {
    const unmet = nextSteps(sampleReport()).map((step) => step.unmet);
    expect(unmet).toEqual(['src/auth.ts', 'test/samples/order.json', 'ORDER-02 limit-buy-rests', 'mutant m-2', 'ORDER-03 limit-buy-rests']);
  });

  it('is the subject when no connector could be made of it', () => {
    const { subject } = sampleReport();
    const steps = nextSteps(sampleReport({ subject: { ...subject, problem: 'define threw' } }));
    expect(steps[0]).toMatchObject({ unmet: 'the connector', what: 'define threw', file: 'test/conformance.test.ts' });
  });

  it.each([
    ['placeOrder', 'src/spot/exchange.ts'],
    ['authenticator', 'src/auth.ts'],
    ['createWebAssistantsFactory', 'src/web-utils.ts'],
    ['createOrderBookDataSource().onFrame', 'src/spot/order-book-data-source.ts'],
    ['createUserStreamDataSource().loginFrames', 'src/spot/user-stream-data-source.ts'],
    ['rateLimitsRules', 'src/spot/constants.ts'],
    ['getFee', 'src/utils.ts'],
  ])('for %s opens %s', (look, file) => {
    const failed = failedCard('ORDER-02');
    const cards = [{ ...failed, card: { ...failed.card, look } }];
    expect(nextSteps(sampleReport({ cards, structure: null, samples: null, kills: null }))[0]?.file).toBe(file);
  });

  it('names the member that is still to be written, and not the one that the card is about', () => {
    const why = 'NotImplementedError: createWebAssistantsFactory is not implemented by this connector';
    const [step] = nextSteps(sampleReport({ cards: [failedCard('ORDER-02', { why })], structure: null, samples: null, kills: null }));
    expect(step).toMatchObject({ member: 'createWebAssistantsFactory', file: 'src/web-utils.ts' });
  });

  it('puts musts before shoulds, and what is not scored last', () => {
    const failed = failedCard('ORDER-02');
    const cards = [
      failedCard('ORDER-11', { isScored: false }),
      { ...failed, card: { ...failed.card, id: 'ORDER-12', severity: 'should' } },
      failedCard('ORDER-13'),
    ] as const;
    const steps = nextSteps(sampleReport({ cards, structure: null, samples: null, kills: null }));
    expect(steps.map(({ unmet }) => unmet.slice(0, 8))).toEqual(['ORDER-13', 'ORDER-12', 'ORDER-11']);
  });

  it('is told with file, member, reading and the command that shows it again', () => {
    const text = nextStepText(nextSteps(sampleReport({ structure: null, samples: null })), 1);
    expect(text).toContain('next: ORDER-02 limit-buy-rests');
    expect(text).toContain('open    src/spot/exchange.ts');
    expect(text).toContain('member  placeOrder');
    expect(text).toContain('see     venuekit-conformance run --card ORDER-02');
    expect(text).toContain('2 more after it');
  });

  it('is a recording where everything else is met and there is none', () => {
    const witnesses = { state: 'absent', findings: [], notes: ['there is no recording'] } as const;
    const steps = nextSteps(sampleReport({ cards: [], structure: null, samples: null, kills: null, witnesses }));
    expect(steps).toMatchObject([{ unmet: 'tier 4', what: 'there is no recording', file: 'test/recordings', command: 'record' }]);
  });

  it('is nothing when everything is met', () => {
    expect(nextStepText([], 3)).toBe('Nothing is left to do: tier 3.');
  });
});
