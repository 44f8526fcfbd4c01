import type { PlopGeneratorConfig } from 'node-plop';
import { domainsOfText } from '../answers/domain-text.ts';
import type { AnswerPlace, GivenAnswers, Question } from '../answers/question.ts';
import { QUESTIONS } from '../answers/questions.ts';
import { answerProblem } from '../answers/validate-answers.ts';

type Prompts = Extract<PlopGeneratorConfig['prompts'], readonly unknown[]>;

/** The questions as prompts, with their help. */
export function promptsOf(place: AnswerPlace): Prompts {
  return QUESTIONS.map((question) => promptOf(question, place));
}

function promptOf(question: Question, place: AnswerPlace): Prompts[number] {
  const validate = (value: unknown, given: GivenAnswers = {}): true | string => answerProblem(question, value, given, place) ?? true;
  const head = { name: question.name, message: `${question.message} (${question.help})`, validate };
  switch (question.kind) {
    case 'text':
      return { ...head, type: 'input', default: (given: GivenAnswers) => question.defaultOf(given) };
    case 'choice':
      return { ...head, type: 'list', choices: offered(question.choices), default: question.default };
    case 'choices':
      return { ...head, type: 'checkbox', choices: offered(question.choices), default: [...question.default] };
    case 'boolean':
      return { ...head, type: 'confirm', default: question.default };
    case 'number':
      return { ...head, type: 'number', default: question.default };
    default:
      return { ...head, message: `${head.message}: main https://… wss://… [wss://…]; …`, type: 'input', filter: domainsOfText };
  }
}

function offered(choices: Extract<Question, { kind: 'choice' }>['choices']): { readonly name: string; readonly value: string }[] {
  return choices
    .filter(({ refusal }) => refusal === undefined)
    .map(({ value, help }) => ({ name: help === '' ? value : `${value}: ${help}`, value }));
}
