import { inspect } from 'node:util';
import { ConnectorError } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

const FAULTS = [
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'answer', status: 503 },
  { kind: 'answer', status: 200, body: '<html>' },
  { kind: 'execute-then-cut-body' },
] as const;

export const errorsOfMembers: Card = defineCard({
  id: 'SECRET-02',
  slug: 'errors-are-scrubbed-to-the-last-cause',
  title: 'What a member throws shows no secret, in its message, its stack, its fields and its causes',
  family: 'SECRET',
  severity: 'must',
  tier: 3,
  needs: ['trading'],
  since: '2026-11-20',
  scenario:
    'Balances are asked for while the connection breaks, hangs, is answered with an error, with no JSON, with half a body. Each error is one of VenueKit’s and shows nothing.',
  doc: 'design: error objects of ky and ws never leave the network room; cause is a scrubbed copy',
  look: 'updateBalances',
  run: async (stage) => {
    await stage.start();
    for (const action of FAULTS) {
      const heal = stage.venue.control.faults.add({ on: 'http', match: { operation: 'balances' }, action });
      const error = await stage.errorOf(
        `asking for balances fails (${action.kind})`,
        stage.definition.updateBalances(stage.requestContext()),
        90_000,
      );
      heal();
      stage.holds(`the error is one of VenueKit's (${action.kind})`, ConnectorError.is(error), error.name);
      const shown = `${inspect(error, { depth: 10 })} ${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`;
      stage.holds(`the error shows no secret (${action.kind})`, !stage.showsSecret(shown), 'a secret');
    }
  },
});
