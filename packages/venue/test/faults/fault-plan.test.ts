import { describe, expect, it } from 'vitest';
import { SeededRandom } from '@venuekit/core/testing';
import { createRandomFaults, type HttpSubject } from '@venuekit/venue';
import { corruptFrame } from '../../src/faults/corrupt-frame.ts';
import { FaultPlan } from '../../src/faults/fault-plan.ts';

const SUBJECT: HttpSubject = { service: 'rest', method: 'GET', path: '/time', operation: 'time' };

function takes(plan: FaultPlan, count: number, subject: HttpSubject = SUBJECT): readonly boolean[] {
  return Array.from({ length: count }, () => plan.takeHttp(subject) !== undefined);
}

describe('a plan of faults', () => {
  it('applies a rule once where nothing else is said', () => {
    const plan = new FaultPlan(() => 0);
    plan.add({ on: 'http', action: { kind: 'reset' } });
    expect(takes(plan, 3)).toEqual([true, false, false]);
  });

  it('applies it from the nth match on, as often as it says', () => {
    const plan = new FaultPlan(() => 0);
    plan.add({ on: 'http', match: { path: '/time', nth: 2 }, times: 2, action: { kind: 'reset' } });
    expect(takes(plan, 1, { ...SUBJECT, path: '/other' })).toEqual([false]);
    expect(takes(plan, 4)).toEqual([false, true, true, false]);
  });

  it('matches every member that is named, by equality or by pattern', () => {
    const plan = new FaultPlan(() => 0);
    plan.add({ on: 'http', match: { path: /^\/orders\//g, method: 'DELETE' }, times: Infinity, action: { kind: 'reset' } });
    expect(takes(plan, 1)).toEqual([false]);
    expect(takes(plan, 1, { ...SUBJECT, path: '/orders/7' })).toEqual([false]);
    expect(takes(plan, 2, { ...SUBJECT, path: '/orders/7', method: 'DELETE' })).toEqual([true, true]);
    const refused = new FaultPlan(() => 0);
    refused.add({ on: 'http', match: { operation: 'time' }, action: { kind: 'reset' } });
    expect(takes(refused, 1, { ...SUBJECT, operation: undefined })).toEqual([false]);
  });

  it('applies the rule that was added first, and a rule that was taken back no more', () => {
    const plan = new FaultPlan(() => 0);
    const takeBack = plan.add({ on: 'http', times: Infinity, action: { kind: 'reset' } });
    plan.add({ on: 'http', action: { kind: 'hang' } });
    expect(plan.takeHttp(SUBJECT)).toEqual({ kind: 'reset' });
    takeBack();
    takeBack();
    expect(plan.takeHttp(SUBJECT)).toEqual({ kind: 'hang' });
    expect(plan.takeHttp(SUBJECT)).toBeUndefined();
    expect(plan.applied.map(({ action }) => action.kind)).toEqual(['reset', 'hang']);
    plan.forgetApplied();
    expect(plan.applied).toEqual([]);
  });

  it('takes everything back at once, also the faults by chance', () => {
    const plan = new FaultPlan(() => 0);
    plan.add({ on: 'http', times: 9, action: { kind: 'reset' } });
    plan.useSource(createRandomFaults(new SeededRandom(1), { http: { reset: 1 } }));
    plan.clear();
    expect(takes(plan, 2)).toEqual([false, false]);
  });

  it.each([{ times: 0 }, { times: Number.NaN }, { match: { nth: 0 } }])('refuses a rule that could never apply: %o', (rule) => {
    expect(() => new FaultPlan(() => 0).add({ on: 'http', action: { kind: 'reset' }, ...rule })).toThrow(RangeError);
  });
});

function kinds(seed: number): readonly (string | undefined)[] {
  const source = createRandomFaults(new SeededRandom(seed), { frame: { drop: 0.2, delay: 0.1, corrupt: 0.1 }, longestDelayMs: 50 });
  const subject = { service: 's', frame: 'book', tradingPair: undefined, topic: undefined, account: undefined } as const;
  return Array.from({ length: 2_000 }, () => {
    const action = source.frame(subject);
    return action?.kind === 'delay' && action.delayMs >= 50 ? 'too late' : action?.kind;
  });
}

describe('faults by chance', () => {
  it('repeat from a seed and come about as often as they shall', () => {
    expect(kinds(3)).toEqual(kinds(3));
    expect(kinds(3)).not.toEqual(kinds(4));
    const share = (kind: string | undefined): number => kinds(3).filter((one) => one === kind).length / 2_000;
    expect(share('drop')).toBeCloseTo(0.2, 1);
    expect(share('delay')).toBeCloseTo(0.1, 1);
    expect(share(undefined)).toBeCloseTo(0.6, 1);
    expect(share('duplicate') + share('too late')).toBe(0);
  });

  it('never come at a rate of 0 and always at 1', () => {
    const source = createRandomFaults(new SeededRandom(1), { socketRequest: { ignore: 1 }, handshake: { reset: 0 } });
    for (let count = 0; count < 100; count += 1) {
      expect(source.socketRequest({ service: 's', operation: 'ping' })).toEqual({ kind: 'ignore' });
      expect(source.handshake({ service: 's', path: '/' })).toBeUndefined();
      expect(source.http(SUBJECT)).toBeUndefined();
    }
  });

  it.each([{ http: { reset: 1.5 } }, { http: { reset: -0.1 } }, { frame: { drop: 0.6, delay: 0.6 } }])(
    'refuse impossible rates: %o',
    (rates) => {
      expect(() => createRandomFaults(new SeededRandom(1), rates)).toThrow(RangeError);
    },
  );
});

describe('a corrupted frame', () => {
  const frame = '{"stream":"a","data":{"U":1,"list":[{"deep":2}]}}';

  it.each([
    [{ remove: 'U' }, '{"stream":"a","data":{"list":[{"deep":2}]}}'],
    [{ remove: 'deep' }, '{"stream":"a","data":{"U":1,"list":[{}]}}'],
    [{ replace: 'stream', value: null }, '{"stream":null,"data":{"U":1,"list":[{"deep":2}]}}'],
  ])('has the member changed wherever it stands: %o', (how, expected) => {
    expect(corruptFrame(frame, how)).toBe(expected);
  });

  it.each([[frame, 'malformed'] as const, [frame, { remove: 'absent' }] as const, ['no JSON', { remove: 'U' }] as const])(
    'is never sent intact: %s %o',
    (text, how) => {
      expect(corruptFrame(text, how)).toBe(text.slice(0, Math.ceil(text.length / 2)));
    },
  );
});
