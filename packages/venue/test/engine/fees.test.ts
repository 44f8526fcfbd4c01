import { Decimal } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { feeFor } from '../../src/engine/fees.ts';
import { type FeePlan, spotInstrument, type World } from '../../src/index.ts';
import { at, holding, openFloor, PAIR, ticket } from './trading-floor.ts';

function plan(maker: string, taker: string, payIn: FeePlan['payIn'] = 'received'): FeePlan {
  return { maker: new Decimal(maker), taker: new Decimal(taker), payIn };
}

/** Bob sells 2 at 100 as maker, Ann buys them as taker. */
function tradeTwo(feePlan: FeePlan, prepare: (world: World) => void = () => undefined): { world: World; fees: string[] } {
  const { world } = openFloor({ feePlan });
  prepare(world);
  world.place(ticket('bob', 'sell', at('2@100')));
  world.place(ticket('ann', 'buy', at('2@100')));
  const fees = ['ann', 'bob'].flatMap((account) =>
    world.fills(account, { tradingPair: PAIR, limit: 10 }).map((fill) => `${fill.feeAmount.toString()} ${fill.feeAsset}`),
  );
  return { world, fees };
}

describe('fees', () => {
  it('are taken from what the trade brings, at the maker and the taker rate', () => {
    const { world, fees } = tradeTwo(plan('0.001', '0.002'));
    expect(fees).toEqual(['0.004 BTC', '0.2 USDT']);
    expect(holding(world, 'ann', 'BTC')).toBe('11.996+0');
    expect(holding(world, 'ann', 'USDT')).toBe('9800+0');
    expect(holding(world, 'bob', 'USDT')).toBe('10199.8+0');
  });

  it('can be paid in base by both sides', () => {
    const { world, fees } = tradeTwo(plan('0.001', '0.002', 'base'));
    expect(fees).toEqual(['0.004 BTC', '0.002 BTC']);
    expect(holding(world, 'bob', 'BTC')).toBe('7.998+0');
    expect(holding(world, 'bob', 'USDT')).toBe('10200+0');
  });

  it('can be paid in quote by both sides', () => {
    const { world, fees } = tradeTwo(plan('0.001', '0.002', 'quote'));
    expect(fees).toEqual(['0.4 USDT', '0.2 USDT']);
    expect(holding(world, 'ann', 'BTC')).toBe('12+0');
    expect(holding(world, 'ann', 'USDT')).toBe('9799.6+0');
  });

  it('in a third asset are charged at its last price', () => {
    const { world, fees } = tradeTwo(plan('0.001', '0.002', { asset: 'FEE' }), (world) => {
      world.addInstrument(spotInstrument({ base: 'FEE', quote: 'USDT', amountIncrement: '0.001' }));
      world.addAccount('cem', { FEE: '100' });
      world.place(ticket('cem', 'sell', at('10@3', { tradingPair: 'FEE-USDT' })));
      world.deposit('ann', 'FEE', '1');
    });
    // 200 × 0.002 / 3, half up at 8 decimals; Bob has no FEE and pays from what he received.
    expect(fees).toEqual(['0.13333333 FEE', '0.2 USDT']);
    expect(holding(world, 'ann', 'FEE')).toBe('0.86666667+0');
    expect(holding(world, 'ann', 'BTC')).toBe('12+0');
  });

  it('in a third asset use the reverse market where only that exists', () => {
    const { fees } = tradeTwo(plan('0.001', '0.002', { asset: 'EUR' }), (world) => {
      world.addInstrument(spotInstrument({ base: 'USDT', quote: 'EUR', amountIncrement: '0.001' }));
      world.addAccount('cem', { USDT: '100' });
      world.place(ticket('cem', 'sell', at('10@0.8', { tradingPair: 'USDT-EUR' })));
      world.deposit('ann', 'EUR', '1');
    });
    expect(fees).toEqual(['0.32 EUR', '0.2 USDT']);
  });

  it('fall back to the received asset when the third one has no price', () => {
    const { fees } = tradeTwo(plan('0.001', '0.002', { asset: 'FEE' }), (world) => world.deposit('ann', 'FEE', '1'));
    expect(fees).toEqual(['0.004 BTC', '0.2 USDT']);
  });

  it('fall back to the received asset when the balance is short by the last digit', () => {
    const { world } = openFloor({ feePlan: plan('0', '0.002', 'quote') });
    world.deposit('ann', 'USDT', '-9799.60000001');
    world.place(ticket('bob', 'sell', at('2@100')));
    const [fill] = world.place(ticket('ann', 'buy', at('2@100'))).fills;
    expect(`${fill?.feeAmount.toString()} ${fill?.feeAsset}`).toBe('0.004 BTC');
    expect(holding(world, 'ann', 'USDT')).toBe('0.39999999+0');
  });

  it('are rounded half up to the precision of the asset', () => {
    const { world } = openFloor({ feePlan: plan('0', '0.00125'), rules: { quotePrecision: 5, basePrecision: 5 } });
    world.place(ticket('bob', 'sell', at('0.068@100')));
    const [fill] = world.place(ticket('ann', 'buy', at('0.068@100'))).fills;
    // 0.068 × 0.00125 = 0.000085
    expect(fill?.feeAmount.toString()).toBe('0.00009');
  });

  it('never exceed what was received, however coarse the rounding is', () => {
    const fee = feeFor(
      {
        plan: plan('0', '0.99'),
        instrument: spotInstrument({ base: 'BTC', quote: 'USDT' }),
        side: 'buy',
        isMaker: false,
        amount: new Decimal('0.07'),
        quoteAmount: new Decimal('7'),
      },
      { canSpend: () => true, priceOf: () => undefined, precisionOf: () => 1 },
    );
    expect(fee).toEqual({ asset: 'BTC', amount: new Decimal('0.07') });
  });

  it('may be negative: a rebate is paid out and stays in the totals', () => {
    const { world, fees } = tradeTwo(plan('-0.001', '0.002'));
    expect(fees).toEqual(['0.004 BTC', '-0.2 USDT']);
    expect(holding(world, 'bob', 'USDT')).toBe('10200.2+0');
    expect(world.totals().get('USDT')?.toString()).toBe('20000');
    expect(world.totals().get('BTC')?.toString()).toBe('20');
  });
});
