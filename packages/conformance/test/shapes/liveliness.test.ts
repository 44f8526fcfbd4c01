import type { PlainShape } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { ShapeRig } from './shape-rig.ts';

const HEARTBEATS: readonly PlainShape[] = [
  {},
  { heartbeat: 'text' },
  { heartbeat: 'json' },
  { heartbeat: 'channel' },
  { heartbeat: 'text', compression: 'gzip' },
  { heartbeat: 'json', compression: 'gzip', book: 'connection-counter' },
  { heartbeat: 'channel', acks: 'first-data', login: 'listen-key' },
];

describe.each(HEARTBEATS.map((shape) => [JSON.stringify(shape), shape] as const))(
  'both sides keep alive in the way of %s',
  (_name, shape) => {
    it('while nothing else happens, and while much does', async () => {
      const rig = new ShapeRig(shape);
      await rig.start();
      rig.makers.stop();
      await rig.clock.advance(900_000);
      await rig.trade(120_000);
      expect([rig.interruptions(), rig.problems(), rig.refusals]).toEqual([[], [], []]);
      expect(rig.venue.control.sockets()).toHaveLength(2);
      rig.expectBooks();
      await rig.close();
    });

    it('and notice a venue that has fallen silent', async () => {
      const rig = new ShapeRig(shape);
      await rig.start();
      rig.makers.stop();
      rig.venue.control.cutSockets({}, { kind: 'half-open' });
      await rig.clock.advance(70_000);
      expect(new Set(rig.interruptions().map((text) => text.split(':')[0]))).toEqual(new Set(['market', 'private']));
      await rig.clock.advance(30_000);
      await rig.trade(2_000);
      rig.expectBooks();
      await rig.close();
    });
  },
);
