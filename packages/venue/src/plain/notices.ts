import type { DialectSession, Notice } from '../dialect/dialect.ts';
import type { PlainWire } from './plain-wire.ts';

/** What the venue tells a socket by itself; undefined where this shape has no words for it. */
export function encodeNotice(wire: PlainWire, notice: Notice, session: DialectSession): string | undefined {
  const frame = noticeFrame(wire, notice, session.desk.nowMs());
  return frame && wire.feed.stamp(frame, session);
}

function noticeFrame({ heartbeat, shape }: PlainWire, notice: Notice, timeMs: number): object | undefined {
  const isTold = shape.notices !== 'none';
  switch (notice.kind) {
    case 'closing-soon':
      return isTold ? { event: 'closing' } : undefined;
    case 'private-terminated':
      return isTold ? { topic: 'account', event: 'terminated' } : undefined;
    case 'stream-key-ended':
      return { topic: 'account', event: 'listen-key-expired', listenKey: notice.streamKey };
    default:
      return heartbeat.frame(notice, timeMs);
  }
}
