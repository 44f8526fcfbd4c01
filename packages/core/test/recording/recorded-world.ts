import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { MemoryRecordingSink } from '../../src/recording/recording-sink.ts';
import { recordingRuntime } from '../../src/recording/recording-runtime.ts';
import type { RecordingOptions } from '../../src/recording/recorder.ts';
import type { RecordedEvent, RecordingHeader } from '../../src/recording/recording-format.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import type { InProcessServer } from '../../src/network/in-process-network.ts';

export const ORIGIN = 'https://api.venue.test';
export const SOCKETS = 'wss://api.venue.test';

/** A server, a client whose traffic is recorded, and the recording. */
export class RecordedWorld {
  readonly clock: ManualClock = new ManualClock();
  readonly sink: MemoryRecordingSink = new MemoryRecordingSink();
  readonly network: InProcessNetwork;
  readonly plain: Runtime;
  readonly runtime: Runtime;

  constructor(server: InProcessServer, options: Partial<RecordingOptions> = {}) {
    this.network = new InProcessNetwork({ clock: this.clock });
    this.network.serve(ORIGIN, server);
    this.plain = inProcessRuntime({ clock: this.clock, network: this.network, random: new SeededRandom(1) });
    this.runtime = recordingRuntime(this.plain, this.sink, { secrets: [], connector: { name: 'probe' }, ...options });
  }

  /** Sends a request, moves the clock and returns the body of the reply. */
  async fetchText(path: string, init: RequestInit = {}): Promise<string> {
    const answer = this.runtime.fetch(new Request(`${ORIGIN}${path}`, init)).then((response) => response.text());
    const advanced = this.clock.advance(10);
    try {
      return await answer;
    } finally {
      await advanced;
    }
  }

  get lines(): readonly string[] {
    return this.sink.text.split('\n').filter((line) => line !== '');
  }

  get header(): RecordingHeader {
    const header: RecordingHeader = JSON.parse(this.lines[0] ?? '');
    return header;
  }

  get events(): readonly RecordedEvent[] {
    const events: readonly RecordedEvent[] = JSON.parse(`[${this.lines.slice(1).join()}]`);
    return events;
  }

  /** The events of one kind. */
  of<Type extends RecordedEvent['type']>(type: Type): readonly Extract<RecordedEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<RecordedEvent, { type: Type }> => event.type === type);
  }
}
