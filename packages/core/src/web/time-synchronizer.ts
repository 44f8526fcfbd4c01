/** Placeholder signature; see the room's owner. */
export declare class TimeSynchronizer {
  /** The venue's time in ms. */
  nowMs(): number;
}
