import { describe, it } from 'vitest';
import { CHOICES } from './choices.ts';
import { expectLife } from './whole-life.ts';

describe('core follows a venue', () => {
  it('of the usual shape', () => expectLife({}));

  it.each(CHOICES.map((shape) => [JSON.stringify(shape), shape] as const))('of the shape %s', (_name, shape) => expectLife(shape));
});
