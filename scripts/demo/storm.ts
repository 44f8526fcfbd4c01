import type { FaultRule } from '@venuekit/venue';
import type { TimerHandle } from '@venuekit/core/connector';
import type { EmbeddedVenue } from './embedded-venue.ts';
import type { DemoOptions } from './options.ts';
import type { Screen } from './screen.ts';

/** Bad weather that can be called off. */
export interface Storm {
  /** How many messages and requests were hit so far. */
  readonly hits: number;
  stop(): void;
}

interface Gust {
  readonly text: string;
  readonly rule?: FaultRule;
  readonly skewMs?: number;
  readonly skipsUpdateId?: true;
}

const GUSTS: readonly Gust[] = [
  {
    text: 'the next order will be executed and answered with 503',
    rule: { on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-answer', status: 503 } },
  },
  { text: 'a book frame is lost', rule: { on: 'frame', match: { frame: 'book' }, action: { kind: 'drop' } } },
  { text: 'the venue skips an update id', skipsUpdateId: true },
  {
    text: 'the next cancel will be executed and its connection reset',
    rule: { on: 'http', match: { operation: 'cancel' }, action: { kind: 'execute-then-reset' } },
  },
  {
    text: 'the next private events arrive twice',
    rule: { on: 'frame', match: { frame: 'execution' }, times: 3, action: { kind: 'duplicate' } },
  },
  {
    text: 'a book frame is no JSON any more',
    rule: { on: 'frame', match: { frame: 'book' }, action: { kind: 'corrupt', how: 'malformed' } },
  },
  { text: "the venue's clock jumps ahead by 8 s", skewMs: 8_000 },
  { text: 'two book frames change places', rule: { on: 'frame', match: { frame: 'book' }, action: { kind: 'reorder' } } },
];

/** Lets one thing after the other go wrong while the story is played. */
export function startStorm(embedded: EmbeddedVenue, options: DemoOptions, screen: Screen): Storm {
  const { clock, venue } = embedded;
  const spacingMs = (options.seconds * 1_000) / (GUSTS.length + 1);
  let timer: TimerHandle | undefined;
  const blow = (index: number): void => {
    const gust = GUSTS[index];
    if (gust === undefined) return;
    screen.say(`⚡ ${gust.text}`);
    if (gust.rule !== undefined) venue.control.faults.add(gust.rule);
    if (gust.skewMs !== undefined) venue.control.skewClock(gust.skewMs);
    if (gust.skipsUpdateId === true) for (const pair of options.pairs) venue.control.skipUpdateId(pair);
    timer = clock.setTimer(spacingMs, () => blow(index + 1));
  };
  blow(0);
  return {
    get hits() {
      return venue.control.faults.applied.length;
    },
    stop: () => {
      timer?.cancel();
      timer = undefined;
    },
  };
}
