import { flagOf } from '../answers/flag-answers.ts';
import type { Question } from '../answers/question.ts';
import { QUESTIONS } from '../answers/questions.ts';

/** What `--help` says. */
export function helpLines(): readonly string[] {
  return [
    'Makes a connector package for VenueKit: npm create @venuekit [folder] -- [options]',
    '',
    '  --answers <file>   answers as JSON, or the venuekit.json of another package',
    '  --example          a complete connector for the plain wire of @venuekit/venue, to read and to change',
    '  --dry-run          says what would be written, and writes nothing',
    '  --force            takes a folder that has files; those that are as they were generated are replaced, no other',
    '  --help             this',
    '',
    'Without --answers, --example and answers it asks. Answers, each checked; those that are left out have the usual value:',
    '',
    ...QUESTIONS.flatMap((question) => [
      `  --${flagOf(question.name)} ${valueOf(question)}`,
      `      ${question.message}. ${question.help}`,
    ]),
  ];
}

function valueOf(question: Question): string {
  switch (question.kind) {
    case 'choice':
    case 'choices': {
      const offered = question.choices.filter(({ refusal }) => refusal === undefined).map(({ value }) => value);
      return `${offered.join('|')}${question.kind === 'choices' ? ' (with commas between)' : ''}`;
    }
    case 'boolean':
      return 'true|false';
    case 'number':
      return `${question.minimum} to ${question.maximum}`;
    case 'domains':
      return '"main https://… wss://… [wss://…]; sandbox …"';
    default:
      return '<text>';
  }
}
