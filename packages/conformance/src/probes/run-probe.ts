import type { OrderListKind, OrderType, TimeInForce } from '@venuekit/core/connector';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import type { Need } from '../subject/need.ts';
import {
  probeAmend,
  probeAsynchronousCancel,
  probeCancelReplace,
  probeMember,
  probeStream,
  probeSynchronousCancel,
  probeTestOrder,
  probeTimeSynchronization,
  probeTradeIds,
  probeTradesSince,
} from './member-probes.ts';
import {
  probeClientOrderIds,
  probeIceberg,
  probeOrderList,
  probeOrderType,
  probeQuoteAmount,
  probeSelfTradePrevention,
  probeTimeInForce,
  probeTrading,
  probeTrailing,
} from './order-probes.ts';
import { ProbeBench, type ProbeRun } from './probe-bench.ts';
import type { ProbeFinding, ProbeOutcome } from './probe.ts';

type Probe = (bench: ProbeBench) => Promise<ProbeFinding>;

const ORDER_TYPES: readonly OrderType[] = [
  'limit',
  'limit-maker',
  'market',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];
const TIMES_IN_FORCE: readonly TimeInForce[] = ['GTC', 'IOC', 'FOK'];
const ORDER_LISTS: readonly OrderListKind[] = ['oco', 'oto', 'otoco'];

const PROBES: ReadonlyMap<Need, Probe> = new Map<Need, Probe>([
  ['trading', probeTrading],
  ['client-order-ids', probeClientOrderIds],
  ['streams-fills', probeStream('trade')],
  ['streams-balances', probeStream('balance')],
  ['trade-ids', probeTradeIds],
  ['trades-since', probeTradesSince],
  ['synchronous-cancel', probeSynchronousCancel],
  ['asynchronous-cancel', probeAsynchronousCancel],
  ['batch-place', probeMember('placeOrders')],
  ['batch-cancel', probeMember('placeCancels')],
  ['cancel-all-command', probeMember('cancelAllOrders')],
  ['amend', probeAmend],
  ['cancel-replace', probeCancelReplace],
  ['test-order', probeTestOrder],
  ['trailing', probeTrailing],
  ['iceberg', probeIceberg],
  ['self-trade-prevention', probeSelfTradePrevention],
  ['quote-amount', probeQuoteAmount],
  ['time-synchronization', probeTimeSynchronization],
  ['rate-limits-told', probeMember('formatRateLimits')],
  ['client-id-lookup', probeMember('requestClientOrderId')],
  ...ORDER_TYPES.map((type): [Need, Probe] => [`order-type:${type}`, probeOrderType(type)]),
  ...TIMES_IN_FORCE.map((timeInForce): [Need, Probe] => [`time-in-force:${timeInForce}`, probeTimeInForce(timeInForce)]),
  ...ORDER_LISTS.map((kind): [Need, Probe] => [`order-list:${kind}`, probeOrderList(kind)]),
]);

/** What can be probed. */
export const PROBED_NEEDS: readonly Need[] = [...PROBES.keys()];

/**
 * Finds out whether something that a connector does not declare works all the same, on a stage of its own. Never rejects: what is thrown
 * below what core denies says that it does not work.
 */
export async function runProbe(subject: ConformanceSubject, need: Need, run: ProbeRun = {}): Promise<ProbeOutcome> {
  const probe = PROBES.get(need);
  if (probe === undefined) return unprobed(need, reasonOf(need));
  let bench: ProbeBench;
  try {
    bench = new ProbeBench(subject, run);
    await bench.stage.start();
  } catch {
    return unprobed(need, 'the connector does not start');
  }
  try {
    return { need, finding: await probe(bench) };
  } catch {
    return { need, finding: { state: 'absent' } };
  }
}

function unprobed(need: Need, reason: string): ProbeOutcome {
  return { need, finding: { state: 'cannot-be-probed', reason } };
}

function reasonOf(need: Need): string {
  if (need.startsWith('trait:') || need.startsWith('lacks:')) return 'a trait is what the dialect says of its venue';
  if (need === 'limit-usage-told') return 'what is told of limits goes to core alone';
  if (need === 'order-limit') return 'the limits are what the dialect says of its venue';
  return 'it says that something is not declared, which is probed where that is needed';
}
