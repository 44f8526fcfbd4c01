import { decorate, InvalidPayloadError } from '@venuekit/core/connector';
import type { OpenOrder } from '@venuekit/core/connector';
import { withContext, withRest } from '../../mutant/command-seams.ts';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource, withMembers } from '../../mutant/seams.ts';
import { UNKNOWN_MEMBER } from '../../stage/payload-leaves.ts';

function hasUnknownMember(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, UNKNOWN_MEMBER) || Object.values(value).some((member: unknown) => hasUnknownMember(member));
}

function unexpected(origin: string): InvalidPayloadError {
  return new InvalidPayloadError({ field: UNKNOWN_MEMBER, origin, expected: 'absent', received: 'something' });
}

/** Connectors that take what they do not know amiss. */
export const strictMutants: readonly Mutant[] = [
  defineMutant({
    id: 'strict-schema-of-replies',
    title: 'A reply with a member that the schema does not name is refused as a whole',
    evidence: 'EVOLUTION: schemas of validators are strict by default',
    killers: ['EVOLUTION-01'],
    apply: (definition, notes) =>
      withRest(definition, async (answer, { path }) => {
        const reply = await answer;
        if (!hasUnknownMember(reply)) return reply;
        notes.acted();
        throw unexpected(path ?? 'reply');
      }),
  }),
  defineMutant({
    id: 'strict-schema-of-private-events',
    title: 'A private event with a member that the schema does not name is refused',
    evidence: 'EVOLUTION: schemas of validators are strict by default',
    killers: ['EVOLUTION-02'],
    apply: (definition, notes) =>
      withMembers(definition, {
        userStreamEventListener: (event, context) => {
          if (!hasUnknownMember(event)) return definition.userStreamEventListener(event, context);
          notes.acted();
          throw unexpected('private event');
        },
      }),
  }),
  defineMutant({
    id: 'strict-schema-of-market-frames',
    title: 'A frame of the market with a member that the schema does not name is refused',
    evidence: 'EVOLUTION: schemas of validators are strict by default',
    killers: ['EVOLUTION-02'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        onFrame: (frame, sink, symbols) => {
          const refuse = (): void => {
            notes.acted();
            sink.problem(unexpected('market frame'), undefined);
          };
          source.onFrame(frame, decorate(sink, { diff: () => refuse(), trade: () => refuse() }), symbols);
        },
      })),
  }),
  defineMutant({
    id: 'one-strange-row-drops-all',
    title: 'One row that cannot be read throws away the whole reply',
    evidence: 'further seeded bugs: an unknown enum value throws away the whole batch',
    killers: ['EVOLUTION-05', 'EVOLUTION-16', 'EVOLUTION-18'],
    apply: (definition, notes) =>
      withContext(definition, (context) =>
        decorate(context, {
          log: decorate(context.log, {
            warn: () => {
              notes.acted();
              throw new InvalidPayloadError({ field: 'row', origin: 'reply', expected: 'readable', received: 'a strange row' });
            },
          }),
        }),
      ),
  }),
  defineMutant({
    id: 'strange-open-order-hides-the-others',
    title: 'The list of open orders ends where a status is not known',
    evidence: 'further seeded bugs: an unknown enum value throws away the whole batch',
    killers: ['EVOLUTION-03'],
    apply: (definition, notes) => {
      const texts = new Set<string>();
      const watched = withRest(definition, async (answer) => {
        const reply = await answer;
        if (JSON.stringify(reply ?? null).includes('SOMETHING_NEW')) texts.add('strange');
        return reply;
      });
      return withMembers(watched, {
        requestOpenOrders: async (context, pair): Promise<readonly OpenOrder[]> => {
          texts.clear();
          const orders = await watched.requestOpenOrders(context, pair);
          if (texts.size === 0) return orders;
          notes.acted();
          return [];
        },
      });
    },
  }),
];
