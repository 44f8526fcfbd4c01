import { inspect } from 'node:util';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

const common = {
  family: 'SECRET',
  severity: 'must',
  since: '2026-11-20',
  doc: 'design: secrets, signatures and listen keys never appear in a log line, error, saved state or recording',
} as const;

export const troubledDay: Card = defineCard({
  ...common,
  id: 'SECRET-01',
  slug: 'nothing-is-shown-on-a-bad-day',
  title: 'Whatever goes wrong, no log line, event or saved state shows a key, a signature or a token',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'Orders are placed and canceled while connections break, requests hang, answers are cut and are no JSON, sockets are refused. All that was written is searched for all that was signed.',
  invariants: ['no-secret-shown', 'nothing-left'],
  look: 'createWebAssistantsFactory',
  run: async (stage) => {
    await stage.start();
    const { faults } = stage.venue.control;
    const actions = [
      { kind: 'reset' },
      { kind: 'hang' },
      { kind: 'execute-then-garbage' },
      { kind: 'execute-then-cut-body' },
      { kind: 'answer', status: 503 },
    ] as const;
    for (const action of actions) {
      faults.add({ on: 'http', times: 6, action });
      stage.placeResting();
      await stage.advance(20_000);
    }
    faults.add({ on: 'handshake', times: 4, action: { kind: 'answer', status: 403, body: 'forbidden' } });
    stage.venue.control.cutSockets();
    await stage.advance(120_000);
    stage.holds('something was logged', stage.logLines.length > 0);
    stage.holds('faults were provoked', faults.applied.length > 20, faults.applied.length);
  },
});

export const nothingInspected: Card = defineCard({
  ...common,
  id: 'SECRET-03',
  slug: 'inspecting-shows-nothing',
  title: 'Who prints or serialises the definition or the connector sees no key',
  tier: 2,
  needs: ['trading'],
  scenario: 'Definition, authenticator and connector are inspected to any depth, and turned into JSON where they can be.',
  look: 'authenticator',
  run: async (stage) => {
    await stage.start();
    const shown = [stage.definition, stage.definition.authenticator, stage.connector].map((value) =>
      inspect(value, { depth: 8, showHidden: false }),
    );
    const { authenticator } = stage.definition;
    stage.holds('inspecting shows no secret', !stage.showsSecret([...shown, JSON.stringify(authenticator)].join(' ')), 'a secret');
  },
});

export const hostileEchoes: Card = defineCard({
  ...common,
  id: 'SECRET-04',
  slug: 'a-venue-that-repeats-our-keys',
  title: 'An answer that repeats our signed request does not bring it into logs and events',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'A gateway answers an order with a page that repeats the whole request with its headers. The order’s fate is unknown, and what is told shows neither key nor signature.',
  invariants: ['no-secret-shown', 'nothing-left'],
  look: 'createWebAssistantsFactory',
  run: async (stage) => {
    await stage.start();
    const sent = stage.wire.requests.findLast(({ headers, url }) => stage.showsSecret([url.search, ...headers.values()].join(' ')));
    const seen = stage.present('a request was signed', sent);
    const headers = [...seen.headers].map(([name, value]) => `${name}: ${value}`).join(' ');
    const body = `<html>upstream refused ${seen.method} ${seen.url.href} ${headers} ${seen.body}</html>`;
    stage.venue.control.faults.add({
      on: 'http',
      times: 20,
      action: { kind: 'answer', status: 502, headers: { 'content-type': 'text/html' }, body },
    });
    stage.placeResting();
    await stage.advance(30_000);
    stage.holds('the page was answered', stage.venue.control.faults.applied.length > 0);
  },
});

export const redirectIsRefused: Card = defineCard({
  ...common,
  id: 'SECRET-05',
  slug: 'a-redirect-is-not-followed',
  title: 'A signed request is never sent on to another host',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  scenario: 'The venue answers everything with a redirect to another host for a minute. No request and no socket goes there.',
  invariants: ['no-secret-shown', 'nothing-left'],
  look: 'createWebAssistantsFactory',
  run: async (stage) => {
    await stage.start();
    const headers = { location: 'https://elsewhere.test/collect' };
    stage.venue.control.faults.add({ on: 'http', times: Infinity, action: { kind: 'answer', status: 302, headers } });
    stage.placeResting();
    await stage.advance(60_000);
    stage.holds('redirects were answered', stage.venue.control.faults.applied.length > 0);
    const hosts = new Set([...stage.wire.requests, ...stage.wire.sockets].map(({ url }) => url.host));
    stage.equal('hosts that were not asked', hosts.has('elsewhere.test'), false);
  },
});
