import { Buffer } from 'node:buffer';
import { inflateFrame } from '@venuekit/core/connector';
import type { RecordedFrame } from '@venuekit/core/testing';
import { frameKind, withoutSymbols } from './frame-kind.ts';
import type { RecordedCall, RecordedStream } from './recording.ts';

/** Payloads of one kind: replies of one endpoint, frames that say the same of themselves. */
export interface PayloadGroup {
  /** Such as `GET /orders 200` or `private frame topic=account`. */
  readonly name: string;
  readonly texts: readonly string[];
}

/** More of one kind say nothing new. */
const MAXIMUM_TEXTS = 1_000;
const IDENTIFIER = /\d.*\d.*\d/;

/** Replies by method, path and status. Markets and identifiers in the path make no difference. */
export function groupCalls(calls: readonly RecordedCall[], symbols: readonly string[]): readonly PayloadGroup[] {
  return grouped(
    calls.flatMap(({ request, reply }) => {
      if (reply === undefined || reply.cut !== undefined) return [];
      const path = new URL(request.url).pathname
        .split('/')
        .map((segment) => (IDENTIFIER.test(segment) ? '*' : withoutSymbols(segment, symbols)));
      return [[`${request.method} ${path.join('/')} ${reply.status}`, reply.body] as const];
    }),
  );
}

/** The venue's frames by their kind, those of private sockets apart. */
export function groupFrames(streams: readonly RecordedStream[], symbols: readonly string[]): readonly PayloadGroup[] {
  return grouped(
    streams.flatMap(({ access, frames }) =>
      frames.flatMap((frame) => {
        const text = frame.direction === 'from-venue' ? textOf(frame) : undefined;
        return text === undefined ? [] : [[`${access} frame ${frameKind(text, symbols)}`, text] as const];
      }),
    ),
  );
}

/** Undefined for bytes that are no packed text. */
function textOf(frame: RecordedFrame): string | undefined {
  if ('text' in frame) return frame.text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(inflateFrame(Buffer.from(frame.base64, 'base64'), { origin: 'recording' }));
  } catch {
    return undefined;
  }
}

function grouped(entries: readonly (readonly [string, string])[]): readonly PayloadGroup[] {
  const groups = new Map<string, string[]>();
  for (const [name, text] of entries) {
    const texts = groups.get(name) ?? [];
    groups.set(name, texts);
    if (texts.length < MAXIMUM_TEXTS) texts.push(text);
  }
  return [...groups].map(([name, texts]) => ({ name, texts }));
}
