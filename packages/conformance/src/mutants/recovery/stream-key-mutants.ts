import { decorate } from '@venuekit/core/connector';
import type { Secret, StreamCredential } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withPrivateSink } from '../../mutant/private-seams.ts';
import { withUserStream } from '../../mutant/seams.ts';

/** A defect in how the key of the private stream is made and kept. */
function withCredential(change: (credential: StreamCredential, notes: MutantNotes) => Partial<StreamCredential>): Mutant['apply'] {
  return (definition, notes) =>
    withUserStream(definition, ({ credential }) =>
      credential === undefined ? {} : { credential: decorate(credential, change(credential, notes)) },
    );
}

const needs = ['trait:login-by-listen-key'] as const;

/** Defects of venues' keys, which only connectors with such keys can have. */
export const streamKeyMutants: readonly Mutant[] = [
  defineMutant({
    id: 'key-is-never-kept-alive',
    title: 'The venue is never told that the key is still wanted',
    evidence: 'MUT-18: Hummingbot checklist',
    killers: ['RECOVERY-59', 'RECOVERY-62'],
    needs,
    apply: withCredential((_credential, notes) => ({
      keepAlive: () => {
        notes.acted();
        return Promise.resolve();
      },
    })),
  }),
  defineMutant({
    id: 'failed-keep-alive-is-swallowed',
    title: 'A keep-alive that fails counts as done',
    evidence: 'MUT-18: renewal failure swallowed',
    killers: ['RECOVERY-63'],
    needs,
    apply: withCredential((credential, notes) => ({
      keepAlive: async (key, signal) => {
        try {
          await credential.keepAlive(key, signal);
        } catch {
          notes.acted();
        }
      },
    })),
  }),
  defineMutant({
    id: 'any-failed-keep-alive-means-gone',
    title: 'Whatever goes wrong with a keep-alive is taken for the end of the key',
    evidence: 'user-stream recovery 1.1: one failure of any kind triggers',
    killers: ['RECOVERY-62'],
    needs,
    apply: withCredential((_credential, notes) => ({
      classify: () => {
        notes.acted();
        return 'gone';
      },
    })),
  }),
  defineMutant({
    id: 'superseded-key-is-kept-alive',
    title: 'Keep-alives name the first key for ever',
    evidence: 'further seeded bugs: keep-alive sent with the superseded key',
    killers: ['RECOVERY-63'],
    needs,
    apply: withCredential((credential, notes) => {
      let first: Secret | undefined;
      return {
        keepAlive: (key, signal) => {
          first ??= key;
          if (first !== key) notes.acted();
          return credential.keepAlive(first, signal);
        },
      };
    }),
  }),
  defineMutant({
    id: 'ended-key-is-not-read',
    title: 'That the venue has ended the key is not understood',
    evidence: 'MUT-18; user-stream recovery 1.9: only logged',
    killers: ['RECOVERY-60'],
    needs,
    apply: (definition, notes) => withPrivateSink(definition, () => ({ credentialExpired: () => notes.acted() })),
  }),
  defineMutant({
    id: 'any-ended-key-is-ours',
    title: 'Whichever key the venue says has ended, the stream is opened anew',
    evidence: 'user-stream recovery 1.3: which key expired is ignored',
    killers: ['RECOVERY-61'],
    needs,
    apply: (definition, notes) =>
      withPrivateSink(definition, (sink) => ({
        credentialExpired: () => {
          notes.acted();
          sink.credentialExpired(undefined);
        },
      })),
  }),
  defineMutant({
    id: 'key-is-made-once',
    title: 'The first key is used for every socket, also when it has ended',
    evidence: 'user-stream recovery 1.5-d: reconnect with the dead key',
    killers: ['RECOVERY-60', 'RECOVERY-65', 'RECOVERY-66', 'RECOVERY-67', 'RECOVERY-68'],
    needs,
    apply: withCredential((credential, notes) => {
      let made: Promise<Secret> | undefined;
      return {
        create: (signal) => {
          if (made !== undefined) notes.acted();
          made ??= credential.create(signal);
          return made;
        },
      };
    }),
  }),
  defineMutant({
    id: 'key-of-before-is-an-error',
    title: 'A key that was given before is not accepted a second time',
    evidence: 'user-stream recovery 1.5-p: the same key returned',
    killers: ['RECOVERY-64'],
    needs,
    apply: withCredential((credential, notes) => {
      const seen = new Set<string>();
      return {
        create: async (signal) => {
          const key = await credential.create(signal);
          if (seen.has(key.reveal())) {
            notes.acted();
            throw new TypeError('the key is not new');
          }
          seen.add(key.reveal());
          return key;
        },
      };
    }),
  }),
];
