import type { LogFields, Logger } from '@venuekit/core/connector';

/** Who saw it: the plan's steps, the venue's truth, what crossed the wire, what the connector told, what it logged. */
export type TimelineSource = 'plan' | 'venue' | 'wire' | 'ours' | 'log';

interface TimelineEntry {
  readonly atMs: number;
  readonly source: TimelineSource;
  readonly text: string;
}

const LONGEST_LINE = 400;
const KEPT_ENTRIES = 20_000;

/** What happened, told by everybody, in one order. Keeps the newest part only. */
export class Timeline {
  readonly #nowMs: () => number;
  #entries: TimelineEntry[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(source: TimelineSource, text: string): void {
    this.#entries.push({ atMs: this.#nowMs(), source, text: text.slice(0, LONGEST_LINE) });
    if (this.#entries.length > 2 * KEPT_ENTRIES) this.#entries = this.#entries.slice(-KEPT_ENTRIES);
  }

  /** A logger that writes into the timeline. */
  logger(): Logger {
    const write =
      (level: string) =>
      (fields: LogFields, message: string): void => {
        const { error, ...rest } = fields;
        const cause = error instanceof Error ? ` (${error.name}: ${error.message})` : '';
        this.add('log', `${level} ${message}${cause} ${JSON.stringify(rest)}`);
      };
    const logger: Logger = { debug: () => {}, info: write('info'), warn: write('warn'), error: write('error'), child: () => logger };
    return logger;
  }

  /** The last part, one line for each entry. */
  lines(lastMs: number): readonly string[] {
    const sinceMs = this.#nowMs() - lastMs;
    return this.#entries
      .filter(({ atMs }) => atMs >= sinceMs)
      .map(({ atMs, source, text }) => `${clockText(atMs)}  ${source.padEnd(5)} | ${text}`);
  }
}

/** Hours, minutes and seconds since the beginning of the run. */
export function clockText(ms: number): string {
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60].map(twoDigits);
  return `${hours}:${minutes}:${seconds}.${String(Math.floor(ms % 1_000)).padStart(3, '0')}`;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
