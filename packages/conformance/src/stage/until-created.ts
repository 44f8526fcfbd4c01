import type { CardStage } from '../card/card-stage.ts';

/** Waits until each of our orders is called created. @throws CardFailure with the reason when one has failed instead */
export async function untilCreated(
  stage: Pick<CardStage, 'until' | 'orderEvents' | 'eventsOf' | 'equal'>,
  ids: readonly string[],
  maximumMs?: number,
): Promise<void> {
  await stage.until(
    'it is told what has become of each order that was placed',
    () => ids.every((id) => stage.orderEvents(id).length > 0),
    maximumMs,
  );
  for (const id of ids) {
    const failed = stage.eventsOf('order-failed').find(({ clientOrderId }) => clientOrderId === id);
    const [first] = stage.orderEvents(id);
    stage.equal(
      'what is told of an order first',
      failed === undefined ? first : `${first}, ${failed.cause}: ${failed.message}`,
      'order-created',
    );
  }
}
