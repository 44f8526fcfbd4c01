import type { Answers, DomainAnswer } from './answers.ts';
import { AnswersError } from './answers-error.ts';
import type { AnswerPlace, Choice, GivenAnswers, Question } from './question.ts';
import { QUESTIONS } from './questions.ts';
import { hostProblem } from './host-problem.ts';

const MAXIMUM_DOMAINS = 20;
const NAMES: ReadonlySet<string> = new Set(QUESTIONS.map(({ name }) => name));

/**
 * The answers, checked and completed by defaults.
 * @param origin where they come from, for errors. @throws AnswersError naming the field.
 */
export function validateAnswers(given: unknown, origin: string, place: AnswerPlace): Answers {
  if (!isRecord(given)) throw new AnswersError('(whole)', origin, 'should be an object of answers');
  for (const name of Object.keys(given)) {
    if (!NAMES.has(name)) throw new AnswersError(name, origin, `is no question; there are ${[...NAMES].join(', ')}`);
  }
  const answers: Record<string, unknown> = {};
  for (const question of QUESTIONS) answers[question.name] = checkedAnswer(question, given, origin, place);
  const complete: unknown = answers;
  if (!isComplete(complete)) throw new AnswersError('(whole)', origin, 'is not complete');
  return complete;
}

/** What is wrong with one answer; undefined for nothing. For prompts. */
export function answerProblem(question: Question, value: unknown, given: GivenAnswers, place: AnswerPlace): string | undefined {
  try {
    checkedAnswer(question, { ...given, [question.name]: value }, 'prompt', place);
    return undefined;
  } catch (error) {
    if (error instanceof AnswersError) return error.message;
    throw error;
  }
}

function checkedAnswer(question: Question, given: GivenAnswers, origin: string, place: AnswerPlace): unknown {
  const { name } = question;
  const fail = (problem: string): never => {
    throw new AnswersError(name, origin, problem);
  };
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  switch (question.kind) {
    case 'text': {
      const text = value ?? question.defaultOf(given);
      if (typeof text !== 'string') return fail(text === undefined ? 'is missing' : 'should be a text');
      return okay(text, question.problemOf(text, place), fail);
    }
    case 'number': {
      const number = value ?? question.default;
      const isFitting = typeof number === 'number' && Number.isInteger(number) && number >= question.minimum && number <= question.maximum;
      return isFitting ? number : fail(`should be a whole number from ${question.minimum} to ${question.maximum}`);
    }
    case 'boolean':
      return typeof (value ?? question.default) === 'boolean' ? (value ?? question.default) : fail('should be true or false');
    case 'choice':
      return chosen(value ?? question.default, question.choices, fail);
    case 'choices': {
      const list: unknown = value ?? question.default;
      if (!Array.isArray(list) || list.length === 0) return fail('should be a list of at least one');
      const values = list.map((item) => chosen(item, question.choices, fail));
      return new Set(values).size === values.length ? values : fail('names one twice');
    }
    default:
      return checkedDomains(value, fail);
  }
}

function okay<Value>(value: Value, problem: string | undefined, fail: (problem: string) => never): Value {
  return problem === undefined ? value : fail(problem);
}

function chosen(value: unknown, choices: readonly Choice[], fail: (problem: string) => never): string {
  const choice = choices.find((each) => each.value === value);
  if (choice === undefined) {
    return fail(
      `should be one of ${choices
        .filter(({ refusal }) => refusal === undefined)
        .map((each) => each.value)
        .join(', ')}`,
    );
  }
  return choice.refusal === undefined ? choice.value : fail(`${choice.value}: ${choice.refusal}`);
}

function checkedDomains(value: unknown, fail: (problem: string) => never): readonly DomainAnswer[] {
  if (!Array.isArray(value) || value.length === 0)
    return fail('should be a list of at least one { name, rest, publicStream, privateStream }');
  if (value.length > MAXIMUM_DOMAINS) return fail(`names more than ${MAXIMUM_DOMAINS}`);
  const domains = value.map((item: unknown, index) => {
    const failIn = (member: string, problem: string): never => fail(`[${index}].${member} ${problem}`);
    if (!isRecord(item)) return fail(`[${index}] should be an object`);
    for (const member of Object.keys(item)) {
      if (!['name', 'rest', 'publicStream', 'privateStream'].includes(member)) failIn(member, 'is no member');
    }
    const name = item['name'];
    if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name === 'custom' || name.length > 30) {
      return failIn('name', 'should be lower-case letters, digits and hyphens, beginning with a letter, and not "custom"');
    }
    const url = (member: string, protocol: string, other?: unknown): string => {
      const text = item[member] ?? other;
      const problem = hostProblem(text, protocol);
      return problem === undefined ? String(text).replace(/\/+$/, '') : failIn(member, problem);
    };
    const publicStream = url('publicStream', 'wss:');
    return { name, rest: url('rest', 'https:'), publicStream, privateStream: url('privateStream', 'wss:', publicStream) };
  });
  if (new Set(domains.map(({ name }) => name)).size !== domains.length) return fail('names one domain twice');
  return domains;
}

function isRecord(value: unknown): value is GivenAnswers {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every answer has been checked by its question. */
function isComplete(value: unknown): value is Answers {
  return isRecord(value) && QUESTIONS.every(({ name }) => value[name] !== undefined);
}
