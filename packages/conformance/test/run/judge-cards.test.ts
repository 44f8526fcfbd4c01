import { describe, expect, it } from 'vitest';
import { judgeCards, type Evidence } from '../../src/run/judge-cards.ts';
import { aCard, anOutcome } from './samples-of-reports.ts';

const card = aCard();
const failed = anOutcome(card, { verdict: 'fail' });
const absent = anOutcome(card, { verdict: 'not-applicable', missing: ['iceberg'] });
const entry = { card: card.id, since: '2026-11-01', until: '2026-12-01', reason: 'the venue is being moved' };

function verdictOf(parts: Partial<Evidence>): readonly [string, string] {
  const [report] = judgeCards({
    cards: [card],
    outcomes: new Map([[card.id, anOutcome(card)]]),
    overSockets: new Map(),
    probes: [],
    required: new Map([[card.id, { id: card.id, severity: 'must', tier: 1 }]]),
    baseline: [],
    tampering: { removed: [], overridden: [], added: [] },
    today: '2026-11-20',
    ...parts,
  });
  return [report?.verdict ?? '', report?.why ?? ''];
}

describe('the verdict of a card', () => {
  it('is a pass when it passed in process and over sockets', () => {
    expect(verdictOf({ overSockets: new Map([[card.id, anOutcome(card, { place: 'loopback' })]]) })).toEqual(['pass', '']);
  });

  it('is a fail when it failed, with what failed', () => {
    expect(verdictOf({ outcomes: new Map([[card.id, failed]]) })).toEqual(['fail', 'it broke']);
  });

  it('is a fail when it failed over sockets only', () => {
    expect(verdictOf({ overSockets: new Map([[card.id, failed]]) })).toEqual(['fail', 'over real sockets: it broke']);
  });

  it('is a fail when nobody ran it', () => {
    expect(verdictOf({ outcomes: new Map() })).toEqual(['fail', 'it was not run']);
  });

  it('is not-applicable when the probe agrees that it is absent', () => {
    const probes = [{ need: 'iceberg', finding: { state: 'absent' } }] as const;
    expect(verdictOf({ outcomes: new Map([[card.id, absent]]), probes })).toEqual(['not-applicable', 'not declared: iceberg']);
  });

  it('is not-applicable, with the reason, where nothing can be probed', () => {
    const probes = [{ need: 'iceberg', finding: { state: 'cannot-be-probed', reason: 'nobody knows' } }] as const;
    expect(verdictOf({ outcomes: new Map([[card.id, absent]]), probes })).toEqual([
      'not-applicable',
      'not declared: iceberg (not probed: nobody knows)',
    ]);
  });

  it('is a fail when something is missing that was declared when the subject was asked, and so was not probed', () => {
    expect(verdictOf({ outcomes: new Map([[card.id, absent]]) })).toEqual([
      'fail',
      'iceberg was declared when the subject was asked, and not when this card was run',
    ]);
  });

  it('is a fail under a baseline entry of a day to come, tomorrow excepted, which it may be already where the author lives', () => {
    const outcomes = new Map([[card.id, failed]]);
    expect(verdictOf({ outcomes, baseline: [{ ...entry, since: '2026-11-22' }] })).toEqual([
      'fail',
      'its baseline entry is written on a day that is to come, 2026-11-22: it broke',
    ]);
    expect(verdictOf({ outcomes, baseline: [{ ...entry, since: '2026-11-21' }] })[0]).toBe('baselined');
  });

  it('is a fail when what is not declared works', () => {
    const probes = [{ need: 'iceberg', finding: { state: 'works', how: 'places an iceberg order' } }] as const;
    expect(verdictOf({ outcomes: new Map([[card.id, absent]]), probes })).toEqual([
      'fail',
      'iceberg is not declared, but it works: the connector places an iceberg order',
    ]);
  });

  it('is baselined while its entry holds, on the last day too', () => {
    const outcomes = new Map([[card.id, failed]]);
    expect(verdictOf({ outcomes, baseline: [entry] })[0]).toBe('baselined');
    expect(verdictOf({ outcomes, baseline: [entry], today: entry.until })[0]).toBe('baselined');
    expect(verdictOf({ outcomes, baseline: [entry] })[1]).toContain('the venue is being moved');
  });

  it('is a fail when its baseline entry is over', () => {
    const [verdict, why] = verdictOf({ outcomes: new Map([[card.id, failed]]), baseline: [entry], today: '2026-12-02' });
    expect(verdict).toBe('fail');
    expect(why).toBe('its baseline entry is stale since 2026-12-01: it broke');
  });

  it('is a fail when its baseline entry is not needed any more', () => {
    expect(verdictOf({ baseline: [entry] })).toEqual(['fail', 'its baseline entry is stale: the card does not fail any more (pass)']);
  });

  it('is a fail when the subject leaves the card out or replaces it', () => {
    expect(verdictOf({ tampering: { removed: [card.id], overridden: [], added: [] } })[0]).toBe('fail');
    expect(verdictOf({ tampering: { removed: [], overridden: [card.id], added: [] } })[0]).toBe('fail');
  });

  it('carries the severity and the tier of the requirement set, and says when it is not in it', () => {
    const evidence: Evidence = {
      cards: [card],
      outcomes: new Map([[card.id, anOutcome(card)]]),
      overSockets: new Map(),
      probes: [],
      required: new Map([[card.id, { id: card.id, severity: 'should', tier: 3 }]]),
      baseline: [],
      tampering: { removed: [], overridden: [], added: [] },
      today: '2026-11-20',
    };
    expect(judgeCards(evidence)).toMatchObject([{ isScored: true, card: { severity: 'should', tier: 3 } }]);
    expect(judgeCards({ ...evidence, required: new Map() })).toMatchObject([{ isScored: false, card: { severity: 'must', tier: 1 } }]);
  });
});
