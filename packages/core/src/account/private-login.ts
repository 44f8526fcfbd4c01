import type { UserStreamDataSource } from './user-stream-data-source.ts';
import type { UserStreamTrackerOptions } from './user-stream-options.ts';

/** Makes the login frames of each connection, and asks for the venue's time first when a login was refused for its timestamp. */
export class PrivateLogin {
  readonly #options: Pick<UserStreamTrackerOptions, 'dataSource' | 'nowMs' | 'venueTime'>;
  /** The venue has refused a login for its timestamp, and its time has not been asked for since. */
  #isTimeDoubted = false;

  constructor(options: Pick<UserStreamTrackerOptions, 'dataSource' | 'nowMs' | 'venueTime'>) {
    this.#options = options;
  }

  frames(nextRequestId: () => number): ReturnType<UserStreamDataSource['loginFrames']> {
    const { dataSource, nowMs, venueTime } = this.#options;
    const frames = (): ReturnType<UserStreamDataSource['loginFrames']> => dataSource.loginFrames({ nowMs: nowMs(), nextRequestId });
    if (!this.#isTimeDoubted || venueTime === undefined) return frames();
    return venueTime.resynchronise().then(() => {
      this.#isTimeDoubted = false;
      return frames();
    });
  }

  noteRefusal(error: Error): void {
    if (this.#options.venueTime?.isClockError(error) === true) this.#isTimeDoubted = true;
  }
}
