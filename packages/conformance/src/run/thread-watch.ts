import { Decimal } from '@venuekit/core/connector';

interface WatchedPart {
  readonly owner: object;
  readonly key: PropertyKey;
  readonly name: string;
  readonly was: unknown;
}

// Kept from before anybody could change them: who looks for a change must not rest on what may have been changed.
const { getOwnPropertyDescriptor, ownKeys } = Reflect;
const activeResources = process.getActiveResourcesInfo.bind(process);

/** What all code of a thread shares, and no connector may change: built-in functions, and the numbers that core reckons with. */
export class ThreadWatch {
  readonly #parts: WatchedPart[] = [];

  constructor() {
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const value: unknown = getOwnPropertyDescriptor(globalThis, name)?.value;
      if (name.startsWith('_') || (typeof value !== 'function' && !isNamespace(name))) continue;
      this.#parts.push({ owner: globalThis, key: name, name, was: value });
      if (isObject(value)) this.#keep(value, name);
      if (typeof value === 'function' && isObject(value.prototype)) this.#keep(value.prototype, `${name}.prototype`);
    }
    this.#keep(Decimal.prototype, 'Decimal.prototype');
  }

  /** The name of something that is not as it was; undefined when all is. */
  get changed(): string | undefined {
    for (let index = 0; index < this.#parts.length; index += 1) {
      const part = this.#parts[index];
      if (part !== undefined && partOf(part.owner, part.key) !== part.was) return part.name;
    }
    return undefined;
  }

  #keep(owner: object, name: string): void {
    for (const key of ownKeys(owner)) {
      const was = partOf(owner, key);
      if (typeof was === 'function') this.#parts.push({ owner, key, name: `${name}.${String(key)}`, was });
    }
  }
}

/** How many timers of the process run in this thread. */
export function processTimers(): number {
  let count = 0;
  for (const kind of activeResources()) if (kind === 'Timeout') count += 1;
  return count;
}

function partOf(owner: object, key: PropertyKey): unknown {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  return descriptor === undefined ? undefined : (descriptor.value ?? descriptor.get);
}

function isNamespace(name: string): boolean {
  return name === 'JSON' || name === 'Math' || name === 'Reflect' || name === 'Atomics';
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
