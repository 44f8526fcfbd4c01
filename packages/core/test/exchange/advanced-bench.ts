import { Decimal } from '../../src/decimal/decimal.ts';
import type { ConnectorDefinition, OrderReference } from '../../src/definition/connector-definition.ts';
import type { OrderType } from '../../src/model/order.ts';
import { ConnectorBench, PAIR } from './connector-bench.ts';
import type { ScriptedVenue } from './scripted-venue.ts';

const d = (text: string | number): Decimal => new Decimal(text);
const TYPES: readonly OrderType[] = ['limit', 'limit-maker', 'market', 'stop-loss', 'stop-loss-limit', 'take-profit'];

export interface Advanced {
  readonly amend?: (reference: OrderReference, amount: Decimal) => { error?: Error; isExecuted: boolean };
  readonly members?: (venue: ScriptedVenue) => Partial<ConnectorDefinition>;
}

/** A bench whose venue amends, replaces, lists and tests orders. */
export class AdvancedBench extends ConnectorBench {
  readonly sent: unknown[] = [];

  constructor({ amend, members }: Advanced = {}) {
    const amounts = new Map<string, Decimal>();
    const sent: unknown[] = [];
    super({
      capabilities: {
        supportsTrailing: true,
        supportsAmendKeepPriority: true,
        supportsCancelReplace: true,
        supportsTestOrder: true,
        orderLists: ['oco', 'oto', 'otoco'],
      },
      definition: (venue) => ({
        supportedOrderTypes: () => TYPES,
        formatTradingRules: () => [
          {
            tradingPair: PAIR,
            priceIncrement: d('0.01'),
            amountIncrement: d('0.001'),
            minimumAmount: d('0.001'),
            minimumNotional: d(1),
            appliesMinimumNotionalToMarket: false,
            appliesMaximumNotionalToMarket: false,
            orderTypes: TYPES,
            isTradable: true,
          },
        ],
        requestOrderStatus: async (_context, reference) => {
          const update = await venue.status(reference);
          return { ...update, amount: amounts.get(reference.clientOrderId) ?? venue.find(reference)?.amount ?? d(0) };
        },
        amendOrder: async (context, reference, amount) => {
          sent.push(`amend ${amount.toFixed()}`);
          const script = amend?.(reference, amount) ?? { isExecuted: true };
          if (script.isExecuted) amounts.set(reference.clientOrderId, amount);
          if (script.error !== undefined) throw script.error;
          return Promise.resolve({ amount, state: 'open', updateTimeMs: context.nowMs() });
        },
        cancelReplaceOrder: async (_context, reference, request, mode) => {
          sent.push(`replace ${mode}`);
          const canceled = { value: await venue.cancel(reference) };
          return { canceled, placed: { value: await venue.place(request) } };
        },
        placeOrderList: async (_context, list) => {
          sent.push(list);
          return Promise.all(list.orders.map((order) => venue.place(order)));
        },
        testOrder: async (_context, request) => {
          sent.push(request);
          return Promise.resolve();
        },
        ...members?.(venue),
      }),
    });
    this.sent = sent;
  }

  static async started(options: Advanced = {}): Promise<AdvancedBench> {
    const bench = new AdvancedBench(options);
    await bench.start();
    return bench;
  }

  orderOf(clientOrderId: string): { readonly amount: Decimal; readonly state: string; readonly outcome: string } | undefined {
    return this.connector.orderTracker.fetchOrder({ clientOrderId });
  }
}
