import { plainDialect, type Dialect, type PlainShape } from '@venuekit/venue';

/** How Plain's wire differs from the venue's plain one. */
const SHAPE: PlainShape = {};

/**
 * The other side of the wire: makes `@venuekit/venue` speak Plain spot. What the shape does not say is as in the plain wire; a member
 * of `Dialect` that is written here, from the venue's documents, takes the place of the plain one.
 */
export function plainSpotDialect(): Dialect {
  return { ...plainDialect(SHAPE), name: 'plain' };
}
