import { Decimal, type ConnectorDefinition, type OrderReference, type OrderRequest, type UserStreamUpdate } from '@venuekit/core/connector';
import type { VenueOrder } from '@venuekit/venue';
import { withMembers } from '../mutant/seams.ts';
import { simulatedStage } from '../stage/simulated-stage.ts';
import type { StageWitness } from '../stage/stage-witness.ts';
import type { VenueStage } from '../stage/venue-stage.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';

/** How a probe is run. */
export interface ProbeRun {
  readonly seed?: number | undefined;
  readonly witness?: StageWitness | undefined;
}

/** A started connector whose members are called directly, below what core denies because it is not declared. */
export class ProbeBench {
  readonly stage: VenueStage;
  /** Kinds of what the private stream has told so far. */
  readonly told: UserStreamUpdate['kind'][] = [];
  #orders = 0;

  constructor(subject: ConformanceSubject, { seed, witness }: ProbeRun) {
    this.stage = simulatedStage({ subject, seed, witness, mutate: (definition) => this.#listening(definition) });
  }

  get definition(): ConnectorDefinition {
    return this.stage.definition;
  }

  /** Hands an order to `placeOrder`; what is not given makes it a limit order that rests. @returns what the venue then has of it. */
  async place(request: Partial<OrderRequest>): Promise<VenueOrder | undefined> {
    const { stage } = this;
    const before = new Set(this.#venueOrders().map(({ orderId }) => orderId));
    const answer = stage.definition.placeOrder(stage.requestContext(), this.request(request));
    await stage.answer('placeOrder', answer);
    return this.#venueOrders().find(({ orderId }) => !before.has(orderId));
  }

  /** How an order of the venue is by now. */
  now({ orderId }: VenueOrder): VenueOrder {
    return this.stage.present(
      'the venue knows the order',
      this.#venueOrders().find((order) => order.orderId === orderId),
    );
  }

  /** An order for the definition's members. */
  request(parts: Partial<OrderRequest>): OrderRequest {
    const { stage } = this;
    const side = parts.side ?? 'buy';
    const isPriced = (parts.orderType ?? 'limit').includes('limit');
    return {
      clientOrderId: this.#nextClientOrderId(),
      tradingPair: stage.pair,
      side,
      orderType: 'limit',
      amount: new Decimal(stage.amount()),
      ...(isPriced && { price: new Decimal(stage.restingPrice(side)), timeInForce: 'GTC' }),
      positionAction: 'nil',
      ...parts,
    };
  }

  /** How members are told of an order of the venue. */
  reference({ tradingPair, clientOrderId, orderId, side, price, amount, creationTimeMs }: VenueOrder): OrderReference {
    const exchangeOrderId = (this.stage.subject.spelling?.orderId ?? String)(orderId);
    return { tradingPair, clientOrderId, exchangeOrderId, side, orderType: 'limit', price, amount, creationTimeMs };
  }

  #venueOrders(): readonly VenueOrder[] {
    return this.stage.venue.world.orders(this.stage.account, this.stage.pair);
  }

  /** One that the connector itself might have made. */
  #nextClientOrderId(): string {
    this.#orders += 1;
    const { clientOrderIdPrefix, clientOrderIdPolicy } = this.definition;
    switch (clientOrderIdPolicy?.form) {
      case 'numeric':
        return String(1_000 + this.#orders);
      case 'uuid':
        return `019e0000-0000-7000-8000-${String(this.#orders).padStart(12, '0')}`;
      default:
        return `${clientOrderIdPrefix}probe${this.#orders}`;
    }
  }

  #listening(definition: ConnectorDefinition): ConnectorDefinition {
    return withMembers(definition, {
      userStreamEventListener: async (event, context) => {
        const updates = await definition.userStreamEventListener(event, context);
        for (const { kind } of updates) this.told.push(kind);
        return updates;
      },
    });
  }
}
