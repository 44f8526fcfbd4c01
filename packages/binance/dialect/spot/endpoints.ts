import { ACCOUNT_ENDPOINTS } from './account-endpoints.ts';
import { ADVANCED_ENDPOINTS } from './advanced/advanced-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { MARKET_ENDPOINTS } from './market-endpoints.ts';
import { ORDER_ENDPOINTS } from './order-endpoints.ts';
import { SESSION_ENDPOINTS } from './session-endpoints.ts';

const ALL: readonly Endpoint[] = [
  ...MARKET_ENDPOINTS,
  ...ORDER_ENDPOINTS,
  ...ADVANCED_ENDPOINTS,
  ...ACCOUNT_ENDPOINTS,
  ...SESSION_ENDPOINTS,
];

/** By method and path below `/api/v3/`, for instance `GET time`. */
export const REST_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map(
  ALL.flatMap((endpoint) => (endpoint.rest === undefined ? [] : [[endpoint.rest, endpoint] as const])),
);

/** By the WebSocket API's method name. */
export const WS_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map(ALL.map((endpoint) => [endpoint.ws, endpoint]));
