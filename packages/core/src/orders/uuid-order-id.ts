import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ClientOrderIdOptions } from './client-order-id.ts';

const LENGTH = 36;
/** The two highest bits of a UUID's variant are 10. */
const VARIANT = '89ab';

/** Client order ids that are UUIDs of version 7 (RFC 9562, 5.7): the time in ms and 74 random bits. */
export class UuidOrderIds {
  readonly #clock: ClientOrderIdOptions['clock'];
  readonly #random: ClientOrderIdOptions['random'];

  /** @throws ConfigurationError when a UUID is longer than the venue takes. */
  constructor(options: Pick<ClientOrderIdOptions, 'clock' | 'random' | 'maximumLength'>) {
    if (options.maximumLength !== undefined && options.maximumLength < LENGTH) {
      throw new ConfigurationError(
        'clientOrderIdMaxLength',
        'connector definition',
        `is ${options.maximumLength}, but a UUID needs ${LENGTH}`,
      );
    }
    this.#clock = options.clock;
    this.#random = options.random;
  }

  next(): string {
    const time = Math.floor(this.#clock.wallMs()).toString(16).padStart(12, '0');
    const random = this.#random.hex(10);
    const variant = VARIANT.charAt(Number.parseInt(random.charAt(3), 16) % VARIANT.length);
    return [time.slice(0, 8), time.slice(8), `7${random.slice(0, 3)}`, variant + random.slice(4, 7), random.slice(7, 19)].join('-');
  }
}
