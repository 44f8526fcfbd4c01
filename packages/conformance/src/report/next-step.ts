import type { CardReport, SuiteReport } from '../run/suite-report.ts';
import { whereToRead } from './where-to-read.ts';

/** The next thing to do for a connector, with where to do it. */
export interface NextStep {
  /** What is not met yet: a card's id, a file, or a sentence about the run. */
  readonly unmet: string;
  /** In a sentence. */
  readonly what: string;
  /** The file to open, from the package's root; empty where none is meant. */
  readonly file: string;
  /** The member of the definition to look at; empty where none is meant. */
  readonly member: string;
  /** Where to read. */
  readonly doc: string;
  /** How to see it again. */
  readonly command: string;
}

/** Which file of `src/` a member stands in, by the first word of a card's `look`; the product's folder comes before those without a slash at the front. */
const FILES: readonly (readonly [RegExp, string])[] = [
  [/^(?:authenticator|the factory)/, '/auth.ts'],
  [/^createWebAssistantsFactory|^isRequestException/, '/web-utils.ts'],
  [/^createOrderBookDataSource|^requestSnapshot/, 'order-book-data-source.ts'],
  [/^createUserStreamDataSource/, 'user-stream-data-source.ts'],
  [/^(?:rateLimits|clientOrderId|tradingRulesRequestPath|checkNetworkRequestPath|tradingPairsRequestPath)/, 'constants.ts'],
  [/^getFee/, '/utils.ts'],
];

/**
 * The steps that a report leaves, the most basic one first: what keeps the run from being a run, then structure, samples, then the tiers in their
 * order, musts before shoulds, and in the end what holds no tier back.
 */
export function nextSteps(report: SuiteReport): readonly NextStep[] {
  const { subject } = report;
  const steps: NextStep[] = [];
  if (subject.problem !== null) {
    steps.push({
      unmet: 'the connector',
      what: subject.problem,
      file: subject.file,
      member: 'define',
      doc: 'docs/conformance/running.md',
      command: 'run',
    });
  }
  for (const { where, problem, advice } of report.structure?.findings ?? []) {
    steps.push({
      unmet: where,
      what: `${problem}. ${advice}`,
      file: where,
      member: '',
      doc: 'docs/author-guide/package.md: the files',
      command: 'run --tier 1',
    });
  }
  for (const { file, problems, source } of report.samples?.filter(({ verdict }) => verdict === 'fail') ?? []) {
    steps.push({
      unmet: file,
      what: `${problems[0] ?? ''}${source === '' ? '' : ` (${source})`}`,
      file,
      member: '',
      doc: 'docs/recordings.md: samples',
      command: 'run',
    });
  }
  const failed = report.cards.filter(({ verdict }) => verdict === 'fail').toSorted((left, right) => rank(left) - rank(right));
  for (const card of failed) steps.push(cardStep(card, subject.product));
  for (const { mutant, card, title } of report.kills?.rows.filter(({ verdict }) => verdict === 'survived') ?? []) {
    steps.push({
      unmet: `mutant ${mutant}`,
      what: `${card} does not find this defect: ${title}`,
      file: '',
      member: '',
      doc: 'docs/conformance/running.md: mutants',
      command: `mutants --card ${card}`,
    });
  }
  const baselined = report.cards.filter(({ verdict }) => verdict === 'baselined').toSorted((left, right) => rank(left) - rank(right));
  for (const card of baselined) steps.push(cardStep(card, subject.product));
  for (const { where, problem, advice } of report.witnesses?.findings ?? []) {
    steps.push({ unmet: where, what: `${problem}. ${advice}`, file: where, member: '', doc: 'docs/recordings.md', command: 'record' });
  }
  if (report.witnesses?.state === 'absent') {
    const what = report.witnesses.notes[0] ?? '';
    steps.push({ unmet: 'tier 4', what, file: 'test/recordings', member: '', doc: 'docs/recordings.md', command: 'record' });
  }
  return steps;
}

/** In tiers; musts first; as the suite orders them. */
function rank({ card, isScored }: CardReport): number {
  return (isScored ? 0 : 1_000) + card.tier * 10 + (card.severity === 'must' ? 0 : 1);
}

function cardStep({ card, why }: CardReport, product: string): NextStep {
  // What is still to be written comes before what the card is about.
  const member = /\b(\w+) is not implemented by this connector/.exec(why)?.[1] ?? card.look;
  return {
    unmet: `${card.id} ${card.slug}`,
    what: `${card.title}. ${why}`,
    file: fileOf(member, product),
    member,
    doc: whereToRead(card.doc),
    command: `run --card ${card.id}`,
  };
}

function fileOf(look: string, product: string): string {
  const [, name = 'exchange.ts'] = FILES.find(([pattern]) => pattern.test(look)) ?? [];
  return name.startsWith('/') ? `src${name}` : `src/${product}/${name}`;
}

/** The first step in lines, with how many are left behind it. */
export function nextStepText(steps: readonly NextStep[], tier: SuiteReport['tier']): string {
  const [first, ...others] = steps;
  if (first === undefined) return `Nothing is left to do${tier === null ? '' : `: tier ${tier}`}.`;
  return [
    `next: ${first.unmet}`,
    `  ${first.what}`,
    ...line('open', first.file),
    ...line('member', first.member),
    ...line('read', first.doc),
    ...line('see', `venuekit-conformance ${first.command}`),
    ...(others.length === 0 ? [] : ['', `${others.length} more after it${others.length > 5 ? ', the first of them' : ''}:`]),
    ...others.slice(0, 5).map(({ unmet, what }) => `  ${unmet}: ${what.slice(0, 140)}`),
  ].join('\n');
}

function line(name: string, value: string): readonly string[] {
  return value === '' ? [] : [`  ${name.padEnd(7)} ${value}`];
}
