import { ACCOUNT_ENDPOINTS } from './account-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { MARKET_ENDPOINTS } from './market-endpoints.ts';
import { ORDER_ENDPOINTS } from './order-endpoints.ts';
import { ORDER_LIST_ENDPOINTS } from './order-list-endpoints.ts';

const ALL: readonly Endpoint[] = [...MARKET_ENDPOINTS, ...ORDER_ENDPOINTS, ...ORDER_LIST_ENDPOINTS, ...ACCOUNT_ENDPOINTS];

/** By method and path, for instance `GET /api/v3/time`. */
export const REST_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map(ALL.map((endpoint) => [endpoint.rest, endpoint]));

/** By the WebSocket API's method name. */
export const WS_ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map(ALL.map((endpoint) => [endpoint.ws, endpoint]));
