import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ConnectorEvent, ConnectorEventMap } from '../model/events.ts';
import type { Logger } from '../runtime/logger.ts';
import { EventStream } from './event-stream.ts';
import { type EventHistory, ResumedEventStream } from './resumed-event-stream.ts';

/** Takes one event. What it throws, or what its promise is rejected with, is logged and stops nothing; it is not waited for. */
export type EventListener<Event> = (event: Event) => unknown;

/** Which events an iterator gives, and how far a slow reader may fall behind. */
export interface EventStreamOptions {
  /** Default: all types. */
  readonly types?: readonly ConnectorEvent['type'][];
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
  /** Events waiting for the reader. Default 10,000; one more ends the iterator with StreamError `overflow`. */
  readonly capacity?: number;
  /**
   * The sequence number of the last order event that the reader has had, 0 for none: the saved events after it come first, with
   * `replayed: true`, then all events that come. Needs a store. What is not kept any more ends the iterator with EventsPrunedError.
   */
  readonly after?: number;
}

const DEFAULT_CAPACITY = 10_000;

/**
 * Hands a connector's events to its listeners, in the same turn. Every listener gets all events in one order: an event that a
 * listener causes comes after the one that it was told. A listener that is added while an event is told gets the next one first.
 */
export class EventHub {
  readonly #log: Logger;
  readonly #byType = new Map<ConnectorEvent['type'], Set<EventListener<ConnectorEvent>>>();
  readonly #all = new Set<EventListener<ConnectorEvent>>();
  /** Caused by listeners while an event is told. */
  readonly #caused: ConnectorEvent[] = [];
  #isTelling = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Listens to one type of event. @returns the function that ends it. */
  on<Type extends ConnectorEvent['type']>(type: Type, listener: EventListener<ConnectorEventMap[Type]>): () => void {
    const guarded = (event: ConnectorEvent): unknown => {
      if (isOfType(event, type)) return listener(event);
      return undefined;
    };
    let listeners = this.#byType.get(type);
    if (listeners === undefined) this.#byType.set(type, (listeners = new Set()));
    const ofType = listeners;
    ofType.add(guarded);
    return () => {
      ofType.delete(guarded);
    };
  }

  onAny(listener: EventListener<ConnectorEvent>): () => void {
    this.#all.add(listener);
    return () => {
      this.#all.delete(listener);
    };
  }

  /** Whether anybody would see an event of this type; lets the message path skip making one. */
  isHeard(type: ConnectorEvent['type']): boolean {
    return this.#all.size > 0 || (this.#byType.get(type)?.size ?? 0) > 0;
  }

  emit(event: ConnectorEvent): void {
    if (this.#isTelling) {
      this.#caused.push(event);
      return;
    }
    this.#isTelling = true;
    try {
      for (let next: ConnectorEvent | undefined = event; next !== undefined; next = this.#caused.shift()) this.#tell(next);
    } finally {
      this.#isTelling = false;
    }
  }

  #tell(event: ConnectorEvent): void {
    const listeners = this.#byType.get(event.type);
    if (listeners !== undefined) this.#callAll(listeners, event);
    this.#callAll(this.#all, event);
  }

  /** Those that are there now: one that is added meanwhile is told from the next event on. */
  #callAll(listeners: ReadonlySet<EventListener<ConnectorEvent>>, event: ConnectorEvent): void {
    let left = listeners.size;
    for (const listener of listeners) {
      if (left === 0) return;
      left -= 1;
      this.#call(listener, event);
    }
  }

  /**
   * The events from this call on. A reader that falls too far behind gets what was gathered and then StreamError `overflow`;
   * nothing is dropped without a word. Leave the loop, or abort the signal, to end it.
   * @throws ConfigurationError for `after` without a history
   */
  events(options: EventStreamOptions = {}, history?: EventHistory): EventStream {
    const { after, capacity = DEFAULT_CAPACITY } = options;
    const wanted = options.types === undefined ? undefined : new Set(options.types);
    const isWanted = (event: ConnectorEvent): boolean => wanted === undefined || wanted.has(event.type);
    const onEnd = (): void => {
      leave();
      options.signal?.removeEventListener('abort', end);
    };
    if (after !== undefined && history === undefined) throw new ConfigurationError('after', 'events', 'needs a connector with a store');
    const stream =
      after === undefined || history === undefined
        ? new EventStream(capacity, onEnd)
        : new ResumedEventStream(capacity, onEnd, { history, after, isWanted });
    const leave = this.onAny((event) => {
      if (isWanted(event)) stream.push(event);
    });
    const end = (): void => stream.end();
    if (options.signal?.aborted === true) stream.end();
    else options.signal?.addEventListener('abort', end);
    return stream;
  }

  #call(listener: EventListener<ConnectorEvent>, event: ConnectorEvent): void {
    try {
      const result = listener(event);
      if (result instanceof Promise) result.catch((error: unknown) => this.#report(error, event));
    } catch (error) {
      this.#report(error, event);
    }
  }

  #report(error: unknown, event: ConnectorEvent): void {
    this.#log.error({ error, event: event.type }, 'a listener threw');
  }
}

function isOfType<Type extends ConnectorEvent['type']>(event: ConnectorEvent, type: Type): event is ConnectorEventMap[Type] {
  return event.type === type;
}
