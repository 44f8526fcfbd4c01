import type { Card } from '../../card/card.ts';
import { heartbeatFrames } from './heartbeats.ts';
import { lifetime } from './lifetime.ts';
import { liveSockets } from './live-sockets.ts';
import { logins } from './logins.ts';
import { packedFrames } from './packed-frames.ts';
import { flappingSockets, patienceEnds, refusedHandshakes } from './patience.ts';
import { toldAndIndependent } from './told-and-independent.ts';
import { unknownPrivateEvent, unreadableMarketFrames, unreadablePrivateFrames } from './unreadable-frames.ts';

/** The cards of the family STREAM, in the order of their numbers. */
export const streamCards: readonly Card[] = [
  ...liveSockets,
  ...logins,
  ...refusedHandshakes,
  ...flappingSockets,
  ...patienceEnds,
  ...lifetime,
  ...unreadablePrivateFrames,
  ...unreadableMarketFrames,
  unknownPrivateEvent,
  ...toldAndIndependent,
  ...heartbeatFrames,
  ...packedFrames,
];
