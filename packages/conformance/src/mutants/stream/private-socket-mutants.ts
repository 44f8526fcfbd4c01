import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withLoginFrames, withPrivatePlan, withPrivateSink } from '../../mutant/private-seams.ts';
import { withMembers, withUserStream } from '../../mutant/seams.ts';

/** Defects in how the private socket is opened, kept and read. */
export const privateSocketMutants: readonly Mutant[] = [
  defineMutant({
    id: 'subscription-is-forgotten',
    title: 'The last of the frames that log in and subscribe is never sent',
    evidence: 'MUT-6: hummingbot#3641',
    killers: ['STREAM-01', 'STREAM-05'],
    needs: ['lacks:login-by-url', 'lacks:login-by-listen-key'],
    apply: (definition, notes) =>
      withLoginFrames(definition, (frames) => {
        if (frames.length > 0) notes.acted();
        return frames.slice(0, -1);
      }),
  }),
  defineMutant({
    id: 'quiet-private-socket-counts-as-dead',
    title: 'A private socket on which nothing happens for three seconds is given up, and nobody pings',
    evidence: 'hummingbot#4961: silent reconnects',
    killers: ['STREAM-02'],
    apply: withPrivatePlan({ pingIntervalMs: 0, maximumSilenceMs: 3_000 }),
  }),
  defineMutant({
    id: 'nobody-watches-the-private-socket',
    title: 'No ping is sent and no silence counts, so that a dead private socket lasts for ever',
    evidence: 'user-stream recovery 1.7-13: no pong deadline, no idle timeout',
    killers: ['STREAM-03', 'RECOVERY-03'],
    apply: withPrivatePlan({ pingIntervalMs: 0, maximumSilenceMs: 0 }),
  }),
  defineMutant({
    id: 'refused-login-counts-as-accepted',
    title: 'Each reply to a login is taken for a yes',
    evidence: 'MUT-6: hummingbot#8250',
    killers: ['STREAM-07'],
    needs: ['lacks:login-by-url'],
    apply: (definition, notes) =>
      withPrivateSink(definition, (sink) => ({
        refused: (requestId) => {
          notes.acted();
          sink.acknowledged(requestId);
        },
      })),
  }),
  defineMutant({
    id: 'refused-login-is-not-read',
    title: 'A refusal of a login is not understood; the answer is waited for until the time is over',
    evidence: 'hummingbot D-7: errors of the user stream are lost',
    killers: ['STREAM-07'],
    needs: ['lacks:login-by-url'],
    apply: (definition, notes) => withPrivateSink(definition, () => ({ refused: () => notes.acted() })),
  }),
  defineMutant({
    id: 'any-frame-acknowledges-the-login',
    title: 'Whatever comes on a private socket counts as the answer to what was sent',
    evidence: 'MUT-6; MUT-8',
    killers: ['STREAM-08'],
    apply: (definition, notes) => {
      let sent: readonly number[] = [];
      const other = withLoginFrames(definition, (frames) => {
        sent = frames.map(({ requestId }) => requestId);
        return frames;
      });
      return withUserStream(other, (source) => ({
        onFrame: (frame, sink) => {
          notes.acted();
          for (const requestId of sent) sink.acknowledged(requestId);
          source.onFrame(frame, sink);
        },
      }));
    },
  }),
  defineMutant({
    id: 'no-patience-with-the-private-socket',
    title: 'A private socket that is refused is asked for again within half a second',
    evidence: 'MUT-15: 418 loops; hummingbot D-14',
    killers: ['STREAM-09', 'RECOVERY-57'],
    apply: withPrivatePlan({ backoff: { initialMs: 500, maximumMs: 500 } }),
  }),
  defineMutant({
    id: 'private-patience-is-reset-by-each-connection',
    title: 'The pause before the next private socket is short again as soon as one was opened, however soon it ended',
    evidence: 'further seeded bugs: backoff reset on every connect (flapping)',
    killers: ['STREAM-11'],
    apply: withPrivatePlan({ backoff: { stableAfterMs: 0 } }),
  }),
  defineMutant({
    id: 'private-failures-are-never-forgotten',
    title: 'The pause before the next private socket stays long, however long one has lived',
    evidence: 'user-stream recovery 1.10-8: reset after a stable period',
    killers: ['STREAM-13'],
    apply: withPrivatePlan({ backoff: { stableAfterMs: Number.POSITIVE_INFINITY } }),
  }),
  defineMutant({
    id: 'private-socket-is-never-replaced',
    title: 'The private socket is kept until the venue closes it for its age',
    evidence: 'user-stream recovery 1.7-13: no proactive rotation before the venue’s 24 h',
    killers: ['STREAM-15'],
    apply: withPrivatePlan({ rotateAfterMs: 0 }),
  }),
  defineMutant({
    id: 'unreadable-private-messages-are-swallowed',
    title: 'What cannot be read of the private stream is dropped without a word',
    evidence: 'hummingbot: bad messages are logged and lost',
    killers: ['STREAM-18', 'STREAM-19', 'STREAM-22'],
    apply: (definition, notes) =>
      withMembers(
        withPrivateSink(definition, () => ({ problem: () => notes.acted() })),
        {
          userStreamEventListener: async (event, context) => {
            try {
              return await definition.userStreamEventListener(event, context);
            } catch {
              notes.acted();
              return [];
            }
          },
        },
      ),
  }),
  defineMutant({
    id: 'one-unreadable-frame-ends-the-private-stream',
    title: 'A private frame that cannot be read is taken for the end of the stream',
    evidence: 'further seeded bugs: an unknown enum value throws away the whole batch',
    killers: ['STREAM-18', 'STREAM-19'],
    apply: (definition, notes) =>
      withPrivateSink(definition, (sink) => ({
        problem: (error) => {
          notes.acted();
          sink.terminated(error.message);
        },
      })),
  }),
];
