import { describe, expect, it } from 'vitest';
import { orderDifferences } from '../../src/recording/event-order.ts';
import { frameKind, spellingsOf } from '../../src/recording/frame-kind.ts';
import { RequestNumbers } from '../../src/recording/request-numbers.ts';

describe('the kind of a frame', () => {
  it.each([
    ['{"stream":"btcusdt@depth","data":{"e":"depthUpdate","s":"BTCUSDT"}}', 'stream=*@depth e=depthUpdate'],
    ['{"topic":"book.btc_usdt.100","first":1}', 'topic=book.*.100'],
    ['{"channel":"ticker","data":[{"e":"a"},{"e":"b"}]}', 'channel=ticker e=a'],
    ['{"result":null,"id":1}', 'id,result'],
    ['[7,"hb"]', 'list hb'],
    ['[1]', 'list'],
    ['5', 'number'],
    ['pong', 'text pong'],
  ])('of %s is %s', (text, kind) => {
    expect(frameKind(text, ['', ...spellingsOf(['BTC-USDT'])])).toBe(kind);
  });
});

describe('the order of events', () => {
  it('is a rule where one kind always follows another at once', () => {
    const recorded = [['ack', 'order', 'balance', 'order', 'balance']];
    expect(orderDifferences(recorded, [['ack', 'order', 'balance', 'order', 'balance']])).toEqual([]);
    expect(orderDifferences(recorded, [['ack', 'balance', 'order', 'order', 'balance']])).toEqual([
      '"order" is followed by "order", in the recording always by "balance"',
    ]);
  });

  it('is none where it was seen once, changes, or ours has nothing to compare', () => {
    expect(orderDifferences([['order', 'balance']], [['order', 'order']])).toEqual([]);
    expect(orderDifferences([['a', 'b', 'a', 'c', 'a', 'b']], [['a', 'd']])).toEqual([]);
    expect(orderDifferences([['a', 'b', 'a', 'b']], [['b', 'a']])).toEqual([]);
    expect(orderDifferences([], [])).toEqual([]);
  });
});

describe('numbers of requests', () => {
  it('are those of the connector in what it is told', () => {
    const numbers = new RequestNumbers();
    expect(numbers.translate('{"id":7}')).toBe('{"id":7}');
    numbers.note('{"id":7,"op":"subscribe","topics":["a"]}', '{"id":1,"op":"subscribe","topics":["b"],"more":true}');
    numbers.note('text', '[1]');
    expect(numbers.translate('{"ok":true,"id":7,"data":{"id":7}}')).toBe('{"ok":true,"id":1,"data":{"id":7}}');
    expect(numbers.translate('{"id":8}')).toBe('{"id":8}');
    expect(numbers.translate('pong')).toBe('pong');
  });
});
