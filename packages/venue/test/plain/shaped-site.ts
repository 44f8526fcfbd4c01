import { createHmac } from 'node:crypto';
import { plainDialect, type PlainShape, type VenueOptions } from '@venuekit/venue';
import { json, openSite, sign, type Json, type Site } from '../server/site.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A venue of this shape on loopback. */
export function openShaped(shape: PlainShape, options: Partial<VenueOptions> = {}): Promise<Site> {
  return openSite('on loopback', { dialect: plainDialect(shape), ...options });
}

/** Any request at all. */
export async function send(
  site: Site,
  method: string,
  target: string,
  { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Reply> {
  const request = new Request(`${site.urls.rest}${target}`, { method, headers, ...(body !== undefined && { body }) });
  const response = await site.settled(site.runtime.fetch(request));
  return { status: response.status, headers: response.headers, body: json(await site.settled(response.text())) };
}

/** A request of alice, signed with headers in the usual way. */
export function signed(
  site: Site,
  method: string,
  target: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const time = String(site.venue.world.nowMs());
  return send(site, method, target, {
    headers: { 'plain-key': 'alice', 'plain-time': time, 'plain-signature': sign('alice', `${time}${method}${target}${body}`), ...headers },
    ...(body !== '' && { body }),
  });
}

export const ORDER: Readonly<Record<string, string>> = { market: 'btc_usdt', side: 'buy', type: 'limit', amount: '1', price: '100' };

/** Places an order of alice. */
export function place(site: Site, members: Json = {}): Promise<Reply> {
  return signed(site, 'POST', '/orders', JSON.stringify({ ...ORDER, ...members }));
}

/** The members that sign a frame of alice. */
export function frameSignature(site: Site, op: string): Json {
  const time = String(site.venue.world.nowMs());
  return { key: 'alice', time, signature: createHmac('sha256', 'secret of alice').update(`${time}${op}`).digest('hex') };
}
