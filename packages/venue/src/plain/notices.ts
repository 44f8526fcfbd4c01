import type { DialectSession, Notice } from '../dialect/dialect.ts';
import type { PlainWire } from './plain-wire.ts';

/** What the venue tells a socket by itself; undefined where this shape has no words for it. */
export function encodeNotice(wire: PlainWire, notice: Notice, session: DialectSession): string | undefined {
  const frame = noticeFrame(wire, notice, session.desk.nowMs());
  return frame && wire.feed.stamp(frame, session);
}

function noticeFrame({ heartbeat }: PlainWire, notice: Notice, timeMs: number): object | undefined {
  switch (notice.kind) {
    case 'closing-soon':
      return { event: 'closing' };
    case 'private-terminated':
      return { topic: 'account', event: 'terminated' };
    case 'stream-key-ended':
      return { topic: 'account', event: 'listen-key-expired', listenKey: notice.streamKey };
    default:
      return heartbeat.frame(notice, timeMs);
  }
}
