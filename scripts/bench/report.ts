import { cpus } from 'node:os';
import type { BenchRow } from './row.ts';

/** The machine that the figures are of. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly platform: string;
}

export function thisMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

export function machineLine({ cpu, cores, node, platform }: Machine): string {
  return `${cpu}, ${cores} cores, ${platform}, Node ${node}`;
}

const COLUMNS = ['', 'unit', 'value', '±', '× floor', 'target', ''] as const;

/** The rows as an aligned table for a terminal. */
export function tableOf(rows: readonly BenchRow[]): string {
  const lines: string[] = [];
  const cells = rows.map(cellsOf);
  const widths = COLUMNS.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    ` ${row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd();
  let section: string | undefined;
  for (const [index, row] of rows.entries()) {
    if (row.section !== section) {
      section = row.section;
      const floorName = rows.find((one) => one.section === section && one.floorName !== null)?.floorName;
      lines.push('', floorName === undefined ? section : `${section}   (floor: ${floorName})`, line(COLUMNS));
    }
    lines.push(line(cells[index] ?? []));
  }
  return lines.join('\n');
}

function cellsOf(row: BenchRow): readonly string[] {
  return [
    row.name,
    row.unit,
    shortNumber(row.value),
    row.spread === null ? '' : `${Math.round(row.spread * 100)} %`,
    row.ratio === null ? '' : row.ratio.toFixed(2),
    targetText(row),
    row.ok === null ? '' : row.ok ? '✔' : '✘',
  ];
}

function targetText({ target, targetOf, unit }: BenchRow): string {
  if (target === null) return '';
  return targetOf === 'ratio' ? `≤ ${target} ×` : `≤ ${target} ${unit}`;
}

function shortNumber(value: number): string {
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

/** What `--json` writes. */
export function jsonReport(machine: Machine, rows: readonly BenchRow[]): string {
  return `${JSON.stringify({ machine, rows }, null, 2)}\n`;
}
