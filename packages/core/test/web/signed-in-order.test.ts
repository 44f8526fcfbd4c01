import { describe, expect, it } from 'vitest';
import type { RestCall } from '../../src/web/rest-request.ts';
import { failureOf, signing, WebWorld } from './web-world.ts';

const call = (path: string, more: Partial<RestCall> = {}): RestCall => ({ path, limitId: '/alone', isAuthRequired: true, ...more });

/** A world in which each request waits for the test's answer. */
class Waiting extends WebWorld {
  readonly answers: ((body: object | Error) => void)[] = [];
  #signed = 0;

  constructor(sendsInOrder: boolean) {
    super({
      authenticator: {
        ...signing,
        ...(sendsInOrder && { sendsInOrder }),
        restAuthenticate: (request) => ({ ...request, encodedQuery: `nonce=${(this.#signed += 1)}` }),
      },
    });
    for (let count = 0; count < 5; count += 1) {
      this.http.answerBy(
        () =>
          new Promise((resolve, reject) => {
            this.answers.push((body) => (body instanceof Error ? reject(body) : resolve({ body })));
          }),
      );
    }
  }

  get sent(): readonly string[] {
    return this.http.requests.map(({ url }) => url.slice(url.indexOf('.test') + 5));
  }
}

describe('requests with a number that must grow', () => {
  it('are signed and sent one after the other, over all assistants of the venue', async () => {
    const world = new Waiting(true);
    const [one, other] = [world.factory.createRestAssistant(), world.factory.createRestAssistant()];
    const first = one.execute(call('/a'));
    const second = other.execute(call('/b'));
    await world.clock.settle();
    expect(world.sent).toEqual(['/a?nonce=1']);
    world.answers[0]?.({});
    await first;
    await world.clock.settle();
    expect(world.sent).toEqual(['/a?nonce=1', '/b?nonce=2']);
    world.answers[1]?.({});
    await second;
  });

  it('go on after one that failed, and after one that was given up before its turn', async () => {
    const world = new Waiting(true);
    const rest = world.factory.createRestAssistant();
    const controller = new AbortController();
    const failing = failureOf(rest.execute(call('/a')));
    const aborted = failureOf(rest.execute(call('/b', { signal: controller.signal })));
    const last = rest.execute(call('/c'));
    await world.clock.settle();
    controller.abort();
    world.answers[0]?.(new Error('cut'));
    expect(await failing).toMatchObject({ message: 'cut' });
    expect(await aborted).toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
    await world.clock.settle();
    expect(world.sent).toEqual(['/a?nonce=1', '/c?nonce=2']);
    world.answers[1]?.({});
    await last;
  });

  it('wait for one that is not answered no longer than a second each', async () => {
    const world = new Waiting(true);
    const rest = world.factory.createRestAssistant();
    for (const path of ['/a', '/b', '/c']) void rest.execute(call(path));
    await world.clock.advance(999);
    expect(world.sent).toEqual(['/a?nonce=1']);
    await world.clock.advance(1);
    expect(world.sent).toEqual(['/a?nonce=1', '/b?nonce=2']);
    await world.clock.advance(1_000);
    expect(world.sent).toEqual(['/a?nonce=1', '/b?nonce=2', '/c?nonce=3']);
    for (const answer of world.answers) answer({});
    await world.clock.settle();
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('are overtaken by orders, and these by cancels, as long as they wait', async () => {
    const world = new Waiting(true);
    const rest = world.factory.createRestAssistant();
    const answers = [call('/a'), call('/b'), call('/c'), call('/order', { lane: 'order' }), call('/cancel', { lane: 'cancel' })].map(
      (each) => rest.execute(each),
    );
    for (let count = 0; count < answers.length; count += 1) {
      await world.clock.settle();
      world.answers[count]?.({});
    }
    await Promise.all(answers);
    expect(world.sent).toEqual(['/a?nonce=1', '/cancel?nonce=2', '/order?nonce=3', '/b?nonce=4', '/c?nonce=5']);
  });

  it('do not hold up those that are not signed', async () => {
    const world = new Waiting(true);
    const rest = world.factory.createRestAssistant();
    void rest.execute(call('/a'));
    void rest.execute(call('/b'));
    void rest.execute(call('/c', { isAuthRequired: false }));
    await world.clock.settle();
    expect(world.sent.toSorted()).toEqual(['/a?nonce=1', '/c']);
  });

  it('are not waited for where no number must grow', async () => {
    const world = new Waiting(false);
    const rest = world.factory.createRestAssistant();
    void rest.execute(call('/a'));
    void rest.execute(call('/b'));
    await world.clock.settle();
    expect(world.sent).toEqual(['/a?nonce=1', '/b?nonce=2']);
  });
});
