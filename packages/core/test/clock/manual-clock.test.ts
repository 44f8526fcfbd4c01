import { expect, test } from 'vitest';
import { inLaterMacrotask, macrotaskTurn } from '../../src/clock/macrotask-turn.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';

test('timers run at their time, those of the same time in the order of setting', async () => {
  const clock = new ManualClock();
  const log: string[] = [];
  const note = (name: string) => () => log.push(`${name}@${clock.monotonicMs()}`);
  clock.setTimer(20, note('c'));
  clock.setTimer(10, note('a'));
  clock.setTimer(10, note('b'));
  clock.setTimer(30, note('d'));
  await clock.advance(20);
  expect(log).toEqual(['a@10', 'b@10', 'c@20']);
  expect(clock.monotonicMs()).toBe(20);
  expect(clock.pendingTimers).toBe(1);
});

test('a timer that a timer sets runs within the same advance when it is due', async () => {
  const clock = new ManualClock();
  const times: number[] = [];
  clock.setTimer(5, () => clock.setTimer(5, () => times.push(clock.monotonicMs())));
  await clock.advance(10);
  expect(times).toEqual([10]);
});

test('the promise work of one timer is done before the next timer runs', async () => {
  const clock = new ManualClock();
  const log: string[] = [];
  clock.setTimer(1, () => {
    macrotaskTurn()
      .then(() => macrotaskTurn())
      .then(
        () => log.push('slow work'),
        () => log.push('failed'),
      );
  });
  clock.setTimer(1, () => log.push('next timer'));
  await clock.advance(1);
  expect(log).toEqual(['slow work', 'next timer']);
});

test('it stands still while a work source is busy', async () => {
  const clock = new ManualClock();
  const source = { isIdle: false };
  clock.watch(source);
  let turns = 0;
  const work = (): void => {
    turns += 1;
    if (turns === 20) source.isIdle = true;
    else inLaterMacrotask(work);
  };
  inLaterMacrotask(work);
  let turnsAtTimer = 0;
  clock.setTimer(1, () => {
    turnsAtTimer = turns;
  });
  await clock.advance(1);
  expect(turnsAtTimer).toBe(20);
  clock.unwatch(source);
});

test('a cancelled timer does not run, and cancelling twice or late does nothing', async () => {
  const clock = new ManualClock();
  let runs = 0;
  const cancelled = clock.setTimer(1, () => (runs += 1));
  const kept = clock.setTimer(1, () => (runs += 1));
  cancelled.cancel();
  cancelled.cancel();
  expect(clock.pendingTimers).toBe(1);
  await clock.advance(5);
  kept.cancel();
  expect(runs).toBe(1);
  expect(clock.pendingTimers).toBe(0);
});

test('many cancelled timers leave the order of the others alone', async () => {
  const clock = new ManualClock();
  const ran: number[] = [];
  const handles = Array.from({ length: 500 }, (_, index) => clock.setTimer((index * 37) % 101, () => ran.push((index * 37) % 101)));
  for (const [index, handle] of handles.entries()) if (index % 5 !== 0) handle.cancel();
  expect(clock.pendingTimers).toBe(100);
  await clock.runUntilIdle();
  expect(ran).toHaveLength(100);
  expect(ran).toEqual(ran.toSorted((left, right) => left - right));
});

test('what a timer throws rejects the move, and the clock can go on', async () => {
  const clock = new ManualClock();
  let later = false;
  clock.setTimer(1, () => {
    throw new Error('from the timer');
  });
  clock.setTimer(2, () => {
    later = true;
  });
  await expect(clock.advance(5)).rejects.toThrow('from the timer');
  expect(clock.monotonicMs()).toBe(1);
  await clock.advance(1);
  expect(later).toBe(true);
});

test('two moves at the same time are refused', async () => {
  const clock = new ManualClock();
  const first = clock.advance(1);
  await expect(clock.advance(1)).rejects.toThrow('moved already');
  await first;
});

test('runUntil stops at the first moment at which the condition holds', async () => {
  const clock = new ManualClock();
  let count = 0;
  const tick = (): void => {
    count += 1;
    clock.setTimer(10, tick);
  };
  clock.setTimer(10, tick);
  await clock.runUntil(() => count === 3, { maximumMs: 1_000 });
  expect(clock.monotonicMs()).toBe(30);
  await expect(clock.runUntil(() => false, { maximumMs: 100 })).rejects.toThrow('did not come true within 100 ms');
  await expect(clock.runUntilIdle({ maximumMs: 100 })).rejects.toThrow('1 timers are left');
});

test('runUntil says so when nothing is left that could make the condition true', async () => {
  await expect(new ManualClock().runUntil(() => false, { maximumMs: 10 })).rejects.toThrow('no timer is set');
});

test('wall and monotonic time are separate: the wall can start anywhere, jump and drift', async () => {
  const clock = new ManualClock({ wallMs: 1_000_000, monotonicMs: 50 });
  await clock.advanceTo(150);
  expect(clock.wallMs()).toBe(1_000_100);
  clock.jumpWall(-5_000);
  expect(clock.wallMs()).toBe(995_100);
  clock.setWallRate(1.5);
  await clock.advance(100);
  expect(clock.wallMs()).toBe(995_250);
  expect(clock.monotonicMs()).toBe(250);
  await expect(clock.advanceTo(10)).rejects.toThrow(RangeError);
  await expect(clock.advance(-1)).rejects.toThrow(RangeError);
});

test('timers that set themselves again without time passing end in an error, not in a hang', async () => {
  const clock = new ManualClock();
  const again = (): void => {
    clock.setTimer(0, again);
  };
  again();
  await expect(clock.advance(1)).rejects.toThrow('again and again');
});

test('a delay that is no number is refused', () => {
  expect(() => new ManualClock().setTimer(Number.NaN, () => {})).toThrow(RangeError);
});

test('it tells how long each timer that is set has still to go, soonest first', async () => {
  const clock = new ManualClock();
  clock.setTimer(50, () => undefined);
  clock.setTimer(20, () => undefined).cancel();
  clock.setTimer(30, () => undefined);
  await clock.advance(10);
  expect(clock.timerDelays()).toEqual([20, 40]);
});
