import { Refusal } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { differingLeaves } from '../../stage/payload-leaves.ts';
import { unknownWord } from '../evolution/altered-facts.ts';
import { silencePrivateStream } from './failure-points.ts';

export const unknownCodeInTheBody: Card = defineCard({
  id: 'AMBIGUOUS-35',
  slug: 'unknown-code-in-the-body-decides-nothing',
  title: 'Where the body says whether all is well, a code that nobody knows is neither a yes nor a no to the order',
  family: 'AMBIGUOUS',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'trait:success-in-body'],
  since: '2026-11-20',
  scenario:
    'The venue executes a placement and answers it with status 200 and an error code that is in no document. The stream tells nothing. The order is found by asking, and has not failed.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E74'],
  doc: 'connector guide: errors carry the outcome',
  look: 'createWebAssistantsFactory: classify',
  run: async (stage) => {
    await stage.start();
    const endSilence = silencePrivateStream(stage);
    let altered = 0;
    const end = stage.alterReplies('place', (_text, { encodeRefusal }) => {
      altered += 1;
      const known = encodeRefusal(new Refusal('insufficient-balance'));
      return unknownWord(known, differingLeaves(known, encodeRefusal(new Refusal('would-match'))));
    });
    const id = stage.placeResting();
    await stage.until('the placement is answered', () => altered === 1);
    end();
    await stage.until('the order is found', () => stage.orderEvents(id).length > 0, 120_000);
    stage.equal('what was told of it', stage.orderEvents(id), ['order-created']);
    endSilence();
  },
});
