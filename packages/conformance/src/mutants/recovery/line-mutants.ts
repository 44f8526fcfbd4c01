import type { UserStreamSink } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withClockedUserStream, withLoginFrames, withPrivateSink } from '../../mutant/private-seams.ts';
import { withUserStream } from '../../mutant/seams.ts';

/** Defects in how one private socket follows another. */
export const lineMutants: readonly Mutant[] = [
  defineMutant({
    id: 'reconnects-without-login',
    title: 'Only the first private socket is logged in and subscribed',
    evidence: 'MUT-6: hummingbot#8250, #3641; further seeded bugs: reconnect without re-login',
    killers: [
      'RECOVERY-10',
      'RECOVERY-12',
      'RECOVERY-31',
      'RECOVERY-32',
      'RECOVERY-33',
      'RECOVERY-34',
      'RECOVERY-70',
      'STREAM-05',
      'STREAM-24',
    ],
    needs: ['lacks:login-by-url', 'lacks:login-by-listen-key'],
    apply: (definition, notes) =>
      withLoginFrames(definition, (frames, number) => {
        if (number === 1 || frames.length === 0) return frames;
        notes.acted();
        return [];
      }),
  }),
  defineMutant({
    id: 'second-reconnect-without-login',
    title: 'The login is kept for one reconnect and missing at the next',
    evidence: 'MUT-6: hummingbot#8250',
    killers: ['RECOVERY-12', 'RECOVERY-29'],
    needs: ['lacks:login-by-url', 'lacks:login-by-listen-key'],
    apply: (definition, notes) =>
      withLoginFrames(definition, (frames, number) => {
        if (number <= 2 || frames.length === 0) return frames;
        notes.acted();
        return [];
      }),
  }),
  defineMutant({
    id: 'login-signed-with-the-first-time',
    title: 'Each login is signed with the time of the first one',
    evidence: 'further seeded bugs: signing before the throttle wait',
    killers: ['RECOVERY-12', 'RECOVERY-56', 'RECOVERY-57', 'STREAM-15'],
    needs: ['lacks:login-by-url', 'lacks:login-by-listen-key', 'lacks:login-by-token'],
    apply: (definition, notes) =>
      withUserStream(definition, (source) => {
        let firstMs: number | undefined;
        return {
          loginFrames: (login) => {
            firstMs ??= login.nowMs;
            if (firstMs !== login.nowMs) notes.acted();
            return source.loginFrames({ nowMs: firstMs, nextRequestId: () => login.nextRequestId() });
          },
        };
      }),
  }),
  defineMutant({
    id: 'events-of-the-first-socket-only',
    title: 'What the second private socket and all after it tell goes to a listener that is gone',
    evidence: 'MUT-6: hummingbot#8250; MUT-8',
    killers: ['RECOVERY-10', 'RECOVERY-14', 'RECOVERY-15'],
    apply: (definition, notes) =>
      withPrivateSink(definition, (sink, logins) => ({
        event: (event) => {
          if (logins() < 2) sink.event(event);
          else notes.acted();
        },
      })),
  }),
  defineMutant({
    id: 'first-line-is-spoken-to-for-ever',
    title: 'What any private socket tells is handed to the line of the first one',
    evidence: 'MUT-8: tardis lifecycle tests',
    killers: ['RECOVERY-19', 'RECOVERY-24', 'RECOVERY-27', 'STREAM-15'],
    apply: (definition, notes) => {
      let first: UserStreamSink | undefined;
      return withUserStream(definition, (source) => ({
        onFrame: (frame, sink) => {
          first ??= sink;
          if (first !== sink) notes.acted();
          source.onFrame(frame, first);
        },
      }));
    },
  }),
  defineMutant({
    id: 'announced-end-is-not-read',
    title: 'That the venue will close the private socket is not understood',
    evidence: 'user-stream recovery 1.7-13: no proactive rotation',
    killers: [
      'RECOVERY-19',
      'RECOVERY-20',
      'RECOVERY-21',
      'RECOVERY-23',
      'RECOVERY-25',
      'RECOVERY-26',
      'RECOVERY-29',
      'RECOVERY-35',
      'RECOVERY-36',
      'RECOVERY-37',
      'RECOVERY-38',
    ],
    apply: (definition, notes) => withPrivateSink(definition, () => ({ closingSoon: () => notes.acted() })),
  }),
  defineMutant({
    id: 'announced-end-counts-as-the-end',
    title: 'When the venue announces the end of a private socket it is taken for dead at once',
    evidence: 'user-stream recovery 1.9: break before make',
    killers: ['RECOVERY-19', 'RECOVERY-22', 'RECOVERY-28', 'RECOVERY-35', 'RECOVERY-36', 'RECOVERY-37', 'RECOVERY-38'],
    apply: (definition, notes) =>
      withPrivateSink(definition, (sink) => ({
        closingSoon: (reason) => {
          notes.acted();
          sink.terminated(reason);
        },
      })),
  }),
  defineMutant({
    id: 'ended-subscription-is-not-read',
    title: 'That the venue has ended the private subscription is not understood; the socket is open, so all seems well',
    evidence: 'user-stream recovery 1.9: the end of a stream is only logged',
    killers: ['RECOVERY-04', 'RECOVERY-30'],
    apply: (definition, notes) => withPrivateSink(definition, () => ({ terminated: () => notes.acted() })),
  }),
  defineMutant({
    id: 'keep-alive-outlives-the-stream',
    title: 'Each login starts a timer of its own that nobody ends',
    evidence: 'MUT-25: goleak practice',
    killers: ['RECOVERY-49', 'RECOVERY-51', 'RECOVERY-52', 'RECOVERY-53', 'RECOVERY-54', 'RECOVERY-55'],
    apply: (definition, notes) =>
      withClockedUserStream(definition, (source, clock) => {
        const keepAlive = (): void => {
          notes.acted();
          clock.setTimer(1_800_000, keepAlive);
        };
        return {
          loginFrames: (login) => {
            keepAlive();
            return source.loginFrames(login);
          },
        };
      }),
  }),
  defineMutant({
    id: 'a-burst-overflows-in-silence',
    title: 'Of more than twenty private events at one moment the later ones are dropped without a word',
    evidence: 'further seeded bugs: oldest diff dropped silently on buffer overflow',
    killers: ['RECOVERY-26'],
    apply: (definition, notes) => {
      const nowMs: { read: () => number } = { read: () => 0 };
      const clocked = withClockedUserStream(definition, (_source, clock) => {
        nowMs.read = () => clock.monotonicMs();
        return {};
      });
      const taken = new Map<number, number>();
      return withPrivateSink(clocked, (sink) => ({
        event: (event) => {
          const count = (taken.get(nowMs.read()) ?? 0) + 1;
          taken.set(nowMs.read(), count);
          if (count <= 20) sink.event(event);
          else notes.acted();
        },
      }));
    },
  }),
];
