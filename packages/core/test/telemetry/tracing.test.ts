import { AsyncLocalStorage } from 'node:async_hooks';
import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, ContextManager, Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { createTracing } from '../../src/telemetry/telemetry-providers.ts';
import { Tracing } from '../../src/telemetry/tracing.ts';

/** What an SDK registers so that the active span follows a program over its awaits. */
class Contexts implements ContextManager {
  readonly #active = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#active.getStore() ?? ROOT_CONTEXT;
  }

  with<Args extends unknown[], Act extends (...args: Args) => ReturnType<Act>>(
    inside: Context,
    act: Act,
    self?: ThisParameterType<Act>,
    ...args: Args
  ): ReturnType<Act> {
    return this.#active.run(inside, () => act.apply(self, args));
  }

  bind<Target>(_inside: Context, target: Target): Target {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}

interface Started {
  readonly span: Span;
  readonly parent: Span | undefined;
  readonly options: SpanOptions;
}

function stubTracer(): { readonly tracer: Tracer; readonly started: Started[] } {
  const started: Started[] = [];
  const tracer: Tracer = {
    startSpan: (_name, options = {}, inside = ROOT_CONTEXT) => {
      const spanId = String(started.length + 1).padStart(16, '0');
      const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId, traceFlags: TraceFlags.SAMPLED });
      started.push({ span, parent: trace.getSpan(inside), options });
      return span;
    },
    startActiveSpan: () => {
      throw new Error('spans are started with their context');
    },
  };
  return { tracer, started };
}

afterEach(() => {
  context.disable();
});

describe('a span', () => {
  it('belongs to the active one, to another one, or to none, as it is told', () => {
    context.setGlobalContextManager(new Contexts());
    const { tracer, started } = stubTracer();
    const tracing = new Tracing(tracer, new ManualClock());
    const outer = tracing.start({ name: 'venuekit.order', parent: 'active', attributes: {} });
    outer.activate(() => {
      expect(trace.getActiveSpan()).toBe(started[0]?.span);
      tracing.start({ name: 'venuekit.order', parent: 'active', attributes: {} });
      tracing.start({ name: 'venuekit.updateBalances', parent: 'none', attributes: {} });
    });
    tracing.start({ name: 'venuekit.placeOrder', parent: outer, attributes: {} });
    expect(trace.getActiveSpan()).toBeUndefined();
    const [root, active, alone, child] = started;
    expect(root?.parent).toBeUndefined();
    expect(active?.parent).toBe(root?.span);
    expect(alone?.parent).toBeUndefined();
    expect(child?.parent).toBe(root?.span);
  });

  it('stays the active one over awaits', async () => {
    context.setGlobalContextManager(new Contexts());
    const { tracer, started } = stubTracer();
    const span = new Tracing(tracer, new ManualClock()).start({ name: 'venuekit.order', parent: 'none', attributes: {} });
    const seen = await span.activate(async () => {
      await Promise.resolve();
      return trace.getActiveSpan();
    });
    expect(seen).toBe(started[0]?.span);
  });

  it('starts when it is said to have started, in seconds and nanoseconds', async () => {
    const { tracer, started } = stubTracer();
    const clock = new ManualClock();
    const tracing = new Tracing(tracer, clock);
    await clock.advance(5_000);
    const wallMs = clock.wallMs();
    tracing.start({ name: 'venuekit.order', parent: 'none', attributes: {}, startedMs: clock.monotonicMs() - 250.5 });
    const seconds = Math.floor((wallMs - 250.5) / 1_000);
    expect(started[0]?.options.startTime).toEqual([seconds, expect.closeTo((wallMs - 250.5 - seconds * 1_000) * 1_000_000, -3)]);
  });

  it('records nothing where no SDK is registered', () => {
    const span = createTracing({}, new ManualClock()).start({ name: 'venuekit.order', parent: 'active', attributes: {} });
    expect(span.isRecording).toBe(false);
    span.set({ 'venuekit.connector': 'test' });
    span.end(1, 'other');
    expect(span.activate(() => 7)).toBe(7);
  });
});
