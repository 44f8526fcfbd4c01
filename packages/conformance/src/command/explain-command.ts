import { ALL_INVARIANTS, type Card } from '../card/card.ts';
import { ALL_CARDS } from '../cards/all-cards.ts';
import { ALL_MUTANTS } from '../mutants/all-mutants.ts';
import { whereToRead } from '../report/where-to-read.ts';
import { EXIT, readOptions, type Command } from './command.ts';
import { UsageError } from './usage-error.ts';

/** Says all about one card. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'says what a card claims, how it is proven, and where to read on',
  usage: 'explain <id>',
  run: async (given, { terminal }) => {
    const [id] = readOptions(given, {}, 1).positionals;
    if (id === undefined) throw new UsageError('explain needs the id of a card, such as ORDER-01');
    const card = ALL_CARDS.find((candidate) => candidate.id === id.toUpperCase());
    if (card === undefined) throw new UsageError(`the suite has no card ${id}; venuekit-conformance list shows them`);
    terminal.print(explainCard(card));
    return EXIT.DONE;
  },
};

/** A card in lines of text. */
function explainCard(card: Card): string {
  const killed = ALL_MUTANTS.filter(({ killers }) => killers.includes(card.id)).map(({ id }) => id);
  return [
    `${card.id} ${card.slug}`,
    `  ${card.title}.`,
    '',
    `  scenario    ${card.scenario}`,
    `  severity    ${card.severity}`,
    `  tier        ${card.tier}`,
    `  needs       ${listed(card.needs)}`,
    `  expected    ${listed(card.expected)}`,
    `  forbidden   ${listed(card.forbidden)}`,
    `  in the end  ${listed(card.invariants ?? ALL_INVARIANTS)}`,
    `  sockets     ${card.overSockets === true ? 'runs again over real ones' : 'in process only'}`,
    `  kills       ${listed(killed)}`,
    `  covers      ${listed(card.covers)}`,
    `  since       ${card.since}`,
    `  look at     ${card.look}`,
    `  read        ${whereToRead(card.doc)}`,
  ].join('\n');
}

function listed(items: readonly string[] | undefined): string {
  return items === undefined || items.length === 0 ? 'none' : items.join(', ');
}
