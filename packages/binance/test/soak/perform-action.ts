import type { Decimal } from '@venuekit/core/connector';
import { floorToIncrement } from '@venuekit/core/connector';
import { Refusal } from '@venuekit/venue';
import type { VenueOrder } from '@venuekit/venue';
import type { SoakAction } from './soak-plan.ts';
import type { PlacedOrder, SoakProgram } from './soak-program.ts';
import { ACCOUNT, type SoakVenue } from './soak-venue.ts';

/** What the actions of a plan act on. */
export interface SoakScene {
  readonly site: SoakVenue;
  readonly program: SoakProgram;
  /** The orders that were placed in this round, oldest first. */
  readonly placed: { readonly clientOrderId: string; readonly order: PlacedOrder }[];
  readonly onPlaced: (clientOrderId: string) => void;
}

/** A trader with more open orders than this places none. */
const MOST_OPEN_ORDERS = 40;

/** Does what a step says; what the venue refuses to the test side is passed over. */
export function performAction(scene: SoakScene, action: SoakAction): void {
  try {
    perform(scene, action);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function perform(scene: SoakScene, action: SoakAction): void {
  const { site, program, placed } = scene;
  const { control, world } = site.venue;
  switch (action.kind) {
    case 'place':
      place(scene, action);
      return;
    case 'cancel': {
      const chosen = pickFrom(placed.slice(-30), action.pick);
      if (chosen !== undefined) program.cancel(chosen.order.tradingPair, chosen.clientOrderId);
      return;
    }
    case 'cancel-all':
      program.cancelAll();
      return;
    case 'venue-fill': {
      const order = pickFrom(world.openOrders(ACCOUNT), action.pick);
      if (order !== undefined) control.fillOrder(ACCOUNT, order.clientOrderId, action.isPartial ? halfOf(site, order) : undefined);
      return;
    }
    case 'venue-cancel': {
      const order = pickFrom(world.openOrders(ACCOUNT), action.pick);
      if (order !== undefined) world.cancel(ACCOUNT, order.tradingPair, { clientOrderId: order.clientOrderId });
      return;
    }
    case 'deposit':
      world.deposit(ACCOUNT, action.asset, action.amount);
      return;
    case 'maker':
      site.makers.act();
      return;
    case 'fault':
      control.faults.add(action.rule);
      return;
    case 'cut':
      control.cutSockets(action.service === undefined ? {} : { service: action.service }, action.manner);
      return;
    case 'terminate-private':
      control.terminatePrivate(ACCOUNT);
      return;
    case 'announce-closing':
      control.announceClosing();
      return;
    case 'skip-update-id':
      control.skipUpdateId(action.tradingPair);
      return;
    case 'skew-venue':
      control.skewClock(action.offsetMs);
      return;
    case 'jump-ours':
      program.jumpWall(action.byMs);
      return;
    case 'latency':
      site.network.setLatency(action.ms);
      return;
    case 'halt':
      control.setMarketStatus(action.tradingPair, action.status);
      site.after(action.forMs, () => control.setMarketStatus(action.tradingPair, 'trading'));
      return;
    case 'ban':
      site.ban(action.forMs);
      return;
    case 'outage':
      site.refuseConnections(true);
      control.cutSockets();
      site.after(action.forMs, () => site.refuseConnections(false));
      return;
    case 'crash':
      program.crash(action.downMs);
      return;
    default:
      program.pause(action.downMs);
  }
}

function place({ site, program, placed, onPlaced }: SoakScene, action: Extract<SoakAction, { readonly kind: 'place' }>): void {
  const { world } = site.venue;
  const { tradingPair, side, amount, orderType, timeInForce, distanceBps } = action;
  if (world.openOrders(ACCOUNT).length >= MOST_OPEN_ORDERS) return;
  const order: PlacedOrder = {
    tradingPair,
    side,
    amount,
    orderType,
    timeInForce,
    price: orderType === 'market' ? undefined : awayFrom(site.makers.fairPrice(tradingPair), side, distanceBps, site, tradingPair),
  };
  const clientOrderId = program.place(order);
  if (clientOrderId === undefined) return;
  placed.push({ clientOrderId, order });
  onPlaced(clientOrderId);
}

function awayFrom(price: Decimal, side: 'buy' | 'sell', distanceBps: number, site: SoakVenue, pair: PlacedOrder['tradingPair']): string {
  const factor = 10_000 + (side === 'buy' ? -distanceBps : distanceBps);
  const moved = price.times(factor).div(10_000);
  const increment = site.venue.world.instruments.get(pair)?.priceIncrement;
  return (increment === undefined ? moved : floorToIncrement(moved, increment)).toFixed();
}

function halfOf(site: SoakVenue, order: VenueOrder): string {
  const half = order.amount.minus(order.executedBase).div(2);
  const increment = site.venue.world.instruments.get(order.tradingPair)?.amountIncrement;
  return (increment === undefined ? half : floorToIncrement(half, increment)).toFixed();
}

function pickFrom<Item>(items: readonly Item[], fraction: number): Item | undefined {
  return items[Math.floor(fraction * items.length)];
}
