import { describe, expect, it } from 'vitest';
import type { ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import type { TradeUpdate } from '../../src/model/trade-update.ts';
import { TradeEvidence } from '../../src/repair/trade-evidence.ts';
import { requestContext } from '../../src/services/connector-services.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';
import { anOrder, fill } from '../orders/order-fixtures.ts';

/** A fill that names no client id, as a venue tells of the whole account. */
function unnamed(tradeId: string, details: Partial<TradeUpdate> = {}): TradeUpdate {
  const { clientOrderId: _named, ...trade } = fill(tradeId, 1, { exchangeOrderId: 'E7', side: 'buy', ...details });
  return trade;
}

function judge(
  trades: readonly TradeUpdate[],
  owners?: ReadonlyMap<string, string>,
): { mayHaveTraded(): Promise<boolean>; asked: string[] } {
  const asked: string[] = [];
  const definition: Partial<ConnectorDefinition> = {
    tradeUpdatesSince: () => Promise.resolve(trades),
    requestClientOrderId: (_context, _pair, exchangeOrderId) => {
      asked.push(exchangeOrderId);
      return Promise.resolve(owners?.get(exchangeOrderId));
    },
  };
  const { services } = new ServicesBench({ definition });
  const evidence = new TradeEvidence(services.definition, () => ({ isOwn: (_pair, exchangeOrderId) => exchangeOrderId === 'OURS' }));
  const context = requestContext(services, new AbortController().signal);
  return { asked, mayHaveTraded: () => evidence.mayHaveTraded(anOrder({ clientOrderId: 'c1' }), context) };
}

describe('whether an order that the venue does not know may have traded', () => {
  it.each([
    { what: 'its own client id', trade: fill('1', 1, { clientOrderId: 'c1' }), expected: true },
    { what: "another's client id", trade: fill('1', 1, { clientOrderId: 'c2' }), expected: false },
    { what: 'no client id, and is of the other side', trade: unnamed('1', { side: 'sell' }), expected: false },
    { what: 'no client id, and is of another order of ours', trade: unnamed('1', { exchangeOrderId: 'OURS' }), expected: false },
    { what: 'no client id, and nobody says whose it is', trade: unnamed('1'), expected: true },
  ])('a fill says that names $what: $expected', async ({ trade, expected }) => {
    expect(await judge([trade]).mayHaveTraded()).toBe(expected);
  });

  it.each([
    { owner: 'c1', expected: true },
    { owner: 'c2', expected: false },
  ])('the venue says that calls the order of the fill $owner: $expected', async ({ owner, expected }) => {
    expect(await judge([unnamed('1')], new Map([['E7', owner]])).mayHaveTraded()).toBe(expected);
  });

  it('is looked into once per order of the venue, however many fills and questions there are', async () => {
    const { asked, mayHaveTraded } = judge([unnamed('1'), unnamed('2')], new Map([['E7', 'c2']]));
    expect([await mayHaveTraded(), await mayHaveTraded()]).toEqual([false, false]);
    expect(asked).toEqual(['E7']);
  });

  it('nobody says when the account has no fill', async () => {
    expect(await judge([]).mayHaveTraded()).toBe(false);
  });
});
