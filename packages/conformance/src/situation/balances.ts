import type { CardStage } from '../card/card-stage.ts';

/** Checks total and available of these assets against the venue's books. Default: of all assets that the account has ever had. */
export function expectBalances(stage: CardStage, assets?: readonly string[]): void {
  const { balances } = stage.truth();
  for (const asset of assets ?? balances.keys()) {
    const row = balances.get(asset);
    const [free, locked] = row === undefined ? ['0', '0'] : [row.free, row.locked];
    stage.equal(`what is available of ${asset}`, stage.connector.getAvailableBalance(asset), free);
    stage.equal(`the total of ${asset}`, stage.connector.getBalance(asset), row === undefined ? '0' : row.free.plus(locked));
  }
}

/** Whether total and available of an asset are those of the venue. */
export function isBalanceTrue(stage: CardStage, asset: string): boolean {
  const row = stage.truth().balances.get(asset);
  const { connector } = stage;
  if (row === undefined) return connector.getBalance(asset).isZero();
  return connector.getAvailableBalance(asset).eq(row.free) && connector.getBalance(asset).eq(row.free.plus(row.locked));
}

/** The asset that a market's prices are in. */
export function quoteOf(stage: CardStage, pair: string = stage.pair): string {
  return stage.present('the quote asset', pair.split('-')[1]);
}

/** The asset that a market trades. */
export function baseOf(stage: CardStage, pair: string = stage.pair): string {
  return stage.present('the base asset', pair.split('-')[0]);
}
