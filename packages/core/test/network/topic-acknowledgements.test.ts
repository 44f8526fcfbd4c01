import { describe, expect, it } from 'vitest';
import { TopicAcknowledgements } from '../../src/network/topic-acknowledgements.ts';

function open(): TopicAcknowledgements {
  const acknowledgements = new TopicAcknowledgements();
  acknowledgements.sent('subscribe', ['book', 'trades'], 1);
  acknowledgements.sent('subscribe', ['quote'], 2);
  acknowledgements.sent('unsubscribe', ['old'], 3);
  return acknowledgements;
}

describe('acknowledgements without ids', () => {
  it('settle a request when the last of its topics has been named, once', () => {
    const subject = open();
    expect([subject.confirm('subscribe', ['book']), subject.confirm('subscribe', ['trades', 'quote'])]).toEqual([[], [1, 2]]);
    expect(subject.confirm('subscribe', ['book', 'trades'])).toEqual([]);
  });

  it('do not take a topic of the other kind for theirs', () => {
    expect(open().confirm('subscribe', ['old'])).toEqual([]);
    expect(open().confirm('unsubscribe', ['old', 'quote'])).toEqual([3]);
  });

  it('settle by a list what it holds, and the ends of what it does not hold', () => {
    const subject = open();
    expect(subject.list(['book', 'old', 'quote'])).toEqual([2]);
    expect(subject.list(['book', 'trades', 'quote'])).toEqual([1, 3]);
  });

  it('name the requests that a refusal of one topic ends', () => {
    const subject = open();
    expect(subject.refuse(['trades', 'other'])).toEqual([1]);
    expect(subject.list(['book', 'trades', 'quote'])).toEqual([2, 3]);
  });

  it('forget what was asked on an earlier connection', () => {
    const subject = open();
    subject.clear();
    expect(subject.list(['book', 'trades', 'quote'])).toEqual([]);
  });
});
