import type { SuiteReport, TierNumber } from '../run/suite-report.ts';
import { xmlText } from './xml-text.ts';

const LABEL = 'VenueKit';
/** Dark enough for white letters (contrast above 4.5). */
const COLOURS: Readonly<Record<TierNumber, string>> = { 0: '#8a5a00', 1: '#6b5f00', 2: '#2f6f3e', 3: '#1f7a33', 4: '#0b6bcb' };
const GREY = '#555';
const RED = '#b3261e';
const LETTER_WIDTH = 6.6;
const PADDING = 9;

/** A report as a small SVG for a README: the tier, or that the run failed. */
export function badgeReport(report: Pick<SuiteReport, 'tier' | 'verdict' | 'isWhole'>): string {
  const { text, colour } = message(report);
  const [labelWidth, textWidth] = [widthOf(LABEL), widthOf(text)];
  const width = labelWidth + textWidth;
  const title = xmlText(`${LABEL}: ${text}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${labelWidth}" height="20" fill="${GREY}"/>`,
    `<rect x="${labelWidth}" width="${textWidth}" height="20" fill="${colour}"/></g>`,
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">`,
    letters(LABEL, labelWidth / 2),
    letters(text, labelWidth + textWidth / 2),
    '</g></svg>',
    '',
  ].join('\n');
}

function message({ tier, verdict, isWhole }: Pick<SuiteReport, 'tier' | 'verdict' | 'isWhole'>): {
  readonly text: string;
  readonly colour: string;
} {
  if (!isWhole) return { text: 'not a whole run', colour: GREY };
  if (tier === null) return { text: 'no tier', colour: RED };
  if (verdict === 'fail') return { text: `tier ${tier}, failing`, colour: RED };
  return { text: `tier ${tier}`, colour: COLOURS[tier] };
}

function widthOf(text: string): number {
  return Math.round(text.length * LETTER_WIDTH) + 2 * PADDING;
}

function letters(content: string, centre: number): string {
  return `<text x="${centre.toFixed(1)}" y="14">${xmlText(content)}</text>`;
}
