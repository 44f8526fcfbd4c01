import { isOwnHost } from '@venuekit/core/testing';
import type { Recording } from './recording.ts';

/** Whether a recording bears witness to the real venue, for tier 4. */
export type WitnessVerdict = { readonly counts: true } | { readonly counts: false; readonly reason: string };

export interface WitnessRule {
  /** The wall clock, in ms. */
  readonly nowMs: number;
  /** A recording may be as old as that, in days. */
  readonly maximumAgeDays: number;
}

const DAY_MS = 86_400_000;

/** Judges source and age: a recording of our own venue, a sample, an old one and an empty one never count. */
export function witnessVerdict(recording: Recording, { nowMs, maximumAgeDays }: WitnessRule): WitnessVerdict {
  const { header, events, problems } = recording;
  const ageMs = nowMs - header.startedMs;
  if (header.source.kind === 'embedded') return no('it was made on a simulated venue, which says nothing of the real one');
  if (header.source.kind === 'sample') return no('it is a sample: traffic that somebody else recorded or wrote');
  const own = hostsOf(recording).find(isOwnHost);
  if (own !== undefined) return no(`it holds traffic of ${own}, which is a host of ours`);
  if (ageMs < -DAY_MS) return no(`it was made in the future, on ${day(header.startedMs)}`);
  if (ageMs > maximumAgeDays * DAY_MS) return no(`it was made on ${day(header.startedMs)}, more than ${maximumAgeDays} days ago`);
  if (problems.length > 0) return no(`${problems.length} of its lines cannot be read, the first one: ${problems[0] ?? ''}`);
  const isHeard = events.some(
    (event) => (event.type === 'reply' && event.status < 300) || (event.type === 'frame' && event.direction === 'from-venue'),
  );
  return isHeard ? { counts: true } : no('it holds no reply and no frame of the venue');
}

function hostsOf({ header, events }: Recording): readonly string[] {
  const urls = events.flatMap((event) => (event.type === 'request' || event.type === 'socket' ? [new URL(event.url).host] : []));
  return [...new Set([header.source.host, ...urls])];
}

function no(reason: string): WitnessVerdict {
  return { counts: false, reason };
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
