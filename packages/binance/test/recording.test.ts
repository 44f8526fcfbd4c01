import { ExchangeConnector } from '@venuekit/core';
import { PayloadFields, Secret, parseJson } from '@venuekit/core/connector';
import { MemoryRecordingSink } from '@venuekit/core/testing';
import { expect, it } from 'vitest';
import { SPOT_RECORDING } from '../src/spot/recording.ts';
import { PAIR, TradingRig } from './engine/trading-rig.ts';

const CREDENTIALS = { apiKey: 'Ak1'.repeat(20), apiSecret: 'Sk2'.repeat(20) };

interface Line {
  readonly type: string;
  readonly access?: string;
  readonly url?: string;
  readonly text?: string;
  readonly body?: string;
}

async function record(): Promise<{ readonly text: string; readonly lines: readonly Line[]; readonly orderIds: readonly string[] }> {
  const sink = new MemoryRecordingSink();
  const secrets = Object.values(CREDENTIALS).map((secret) => new Secret(secret));
  const rig = new TradingRig({ credentials: CREDENTIALS, connector: { recording: { sink, secrets } } });
  await rig.start();
  const filled = rig.connector.buy(PAIR, '0.01', 'market');
  const canceled = rig.connector.buy(PAIR, '0.01', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(filled).includes('order-completed') && rig.orderEvents(canceled).includes('order-created'));
  await rig.connectorAnswer(rig.connector.cancel(PAIR, canceled));
  await rig.close();
  const lines: readonly Line[] = JSON.parse(`[${sink.text.trimEnd().split('\n').join()}]`);
  return { text: sink.text, lines, orderIds: [filled, canceled] };
}

it('a recording of the connector holds neither keys nor signatures nor ids of orders', async () => {
  const { text, orderIds } = await record();
  expect(text).not.toMatch(/Ak1|Sk2/);
  expect(text.match(/signature(?:=|\\":\\")([^"\\&]+)/g)?.length).toBeGreaterThan(2);
  for (const [, signature = ''] of text.matchAll(/signature(?:=|\\":\\")([^"\\&]+)/g)) expect(signature).toMatch(/^x+$/);
  for (const id of orderIds) expect(text).not.toContain(id);
});

it('keeps the market and what is said of orders and balances, so that it can be read again', async () => {
  const { lines } = await record();
  const privateTexts = lines.flatMap(({ access, text }) => (access === 'private' && text !== undefined ? [text] : []));
  const events = privateTexts.flatMap((text) => {
    const event = new PayloadFields(parseJson(text, { origin: 'recording' }), 'recording').optionalObject('event');
    return event === undefined ? [] : [`${event.text('e')} ${event.optionalText('X') ?? ''} ${event.optionalText('s') ?? ''}`];
  });
  expect(events).toEqual(
    expect.arrayContaining([
      'executionReport NEW BTCUSDT',
      'executionReport FILLED BTCUSDT',
      'executionReport CANCELED BTCUSDT',
      'outboundAccountPosition  ',
    ]),
  );
  expect(lines.some(({ url }) => url?.endsWith('/api/v3/depth?symbol=BTCUSDT&limit=1000') === true)).toBe(true);
});

it('is told by the definition what it may keep', () => {
  const rig = new TradingRig({ wrap: (definition) => (expect(definition.recordingAllowList).toBe(SPOT_RECORDING), definition) });
  expect(rig.connector).toBeInstanceOf(ExchangeConnector);
});
