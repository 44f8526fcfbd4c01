import { createLogger } from '@venuekit/core';
import { ManualClock } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { ALL_CARDS } from '../../src/cards/all-cards.ts';
import { withMembers } from '../../src/mutant/seams.ts';
import { runCard } from '../../src/run/run-card.ts';
import { loggedWarning } from '../../src/stage/logged-warning.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

describe('what a log warns of', () => {
  it('is told with its error, and what is no warning is not told', () => {
    const told: (string | undefined)[] = [];
    const log = createLogger({ level: 'debug', clock: new ManualClock(), sink: (line) => told.push(loggedWarning(line)) });
    log.info({}, 'all is well');
    log.warn({ error: new TypeError('rates is not iterable') }, 'failed, will be tried again');
    log.error({}, 'given up');
    expect(told).toEqual([undefined, 'logs: failed, will be tried again: TypeError: rates is not iterable', 'logs: given up']);
  });

  it('stands once in what happened, so that the author of a wrong answer sees who could not read it', async () => {
    const card = ALL_CARDS.find(({ id }) => id === 'BALANCE-01');
    if (card === undefined) throw new RangeError('the suite has no card BALANCE-01');
    const subject = {
      ...tinySubject,
      define: (place: Parameters<typeof tinySubject.define>[0]) =>
        withMembers(tinySubject.define(place), { updateBalances: () => Promise.resolve(JSON.parse('{"BTC":1}')) }),
    };
    const { failure } = await runCard(subject, card);
    const warnings = (failure?.timeline ?? []).map(({ text }) => text).filter((text) => text.startsWith('logs: '));
    expect(warnings).toContainEqual(expect.stringContaining('is not iterable'));
    expect(new Set(warnings).size).toBe(warnings.length);
  });
});
