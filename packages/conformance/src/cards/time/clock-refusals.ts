import type { CardStage, ToldRefusal } from '../../card/card-stage.ts';

/** What the venue has refused for its timestamp, since `from` refusals. */
export function clockRefusals({ refusals }: CardStage, from: number = 0): readonly ToldRefusal[] {
  return refusals.slice(from).filter(({ reason }) => reason === 'timestamp-too-old' || reason === 'timestamp-too-new');
}

/** @throws CardFailure when the venue has refused a timestamp. */
export function checkNoTimestampRefused(stage: CardStage, from?: number): void {
  stage.equal(
    'requests that the venue has refused for their timestamp',
    clockRefusals(stage, from).map(({ atMs, reason, operation }) => [atMs, reason, operation]),
    [],
  );
}

/** Places orders that rest, and waits until each is decided. @throws CardFailure when one is not created. */
export async function placeAndCheck(stage: CardStage, count: number = 1): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => stage.placeResting({ amount: stage.amount(10 + index) }));
  await stage.until('each order is decided', () => ids.every((id) => stage.orderEvents(id).length > 0));
  stage.equal(
    'the events of each order',
    ids.map((id) => stage.orderEvents(id)),
    ids.map(() => ['order-created']),
  );
}
