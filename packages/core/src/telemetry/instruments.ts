import { createNoopMeter } from '@opentelemetry/api';
import type { BatchObservableCallback, Counter, Histogram, Meter, MetricOptions, Observable } from '@opentelemetry/api';
import type { TelemetryAttributes } from './attribute-definitions.ts';
import { metricDefinitions } from './metric-definitions.ts';
import type { CounterName, HistogramName, MetricDefinition, MetricName, ObservedName } from './metric-definitions.ts';

/** Takes one value while metrics are collected. */
export type ReportValue = (name: ObservedName, value: number, attributes: TelemetryAttributes) => void;

/** All metrics of `metric-definitions.ts`, made once. */
export class Instruments {
  /** False when no metrics SDK was registered before: then whatever is recorded goes nowhere, and need not be gathered. */
  readonly isMetered: boolean;
  readonly #meter: Meter;
  readonly #histograms = new Map<MetricName, Histogram>();
  readonly #counters = new Map<MetricName, Counter>();
  readonly #observables = new Map<MetricName, Observable>();

  constructor(meter: Meter) {
    this.#meter = meter;
    this.isMetered = meter !== createNoopMeter();
    for (const [name, definition] of namedDefinitions()) this.#create(name, definition);
  }

  /** A duration in ms, recorded in the metric's unit, seconds. */
  record(name: HistogramName, durationMs: number, attributes: TelemetryAttributes): void {
    this.#histograms.get(name)?.record(durationMs / 1_000, attributes);
  }

  count(name: CounterName, attributes: TelemetryAttributes): void {
    this.#counters.get(name)?.add(1, attributes);
  }

  /** Calls `read` whenever metrics are collected. @returns the function that ends it. */
  observe(read: (report: ReportValue) => void): () => void {
    const observables = [...this.#observables.values()];
    const callback: BatchObservableCallback = (result) => {
      read((name, value, attributes) => {
        const observable = this.#observables.get(name);
        if (observable !== undefined) result.observe(observable, value, attributes);
      });
    };
    this.#meter.addBatchObservableCallback(callback, observables);
    return () => this.#meter.removeBatchObservableCallback(callback, observables);
  }

  #create(name: MetricName, definition: MetricDefinition): void {
    const { kind, unit, meaning, boundaries } = definition;
    const options: MetricOptions = { unit, description: meaning };
    switch (kind) {
      case 'histogram':
        if (boundaries !== undefined) options.advice = { explicitBucketBoundaries: [...boundaries] };
        this.#histograms.set(name, this.#meter.createHistogram(name, options));
        return;
      case 'counter':
        this.#counters.set(name, this.#meter.createCounter(name, options));
        return;
      case 'observable counter':
        this.#observables.set(name, this.#meter.createObservableCounter(name, options));
        return;
      case 'gauge':
        this.#observables.set(name, this.#meter.createObservableGauge(name, options));
    }
  }
}

function* namedDefinitions(): Generator<readonly [MetricName, MetricDefinition]> {
  let name: MetricName;
  for (name in metricDefinitions) yield [name, metricDefinitions[name]];
}
