import { builtinModules } from 'node:module';
import type { AnswerPlace } from './question.ts';

/** Names that JavaScript gives a meaning of its own. */
const RESERVED: ReadonlySet<string> = new Set(['constructor', 'prototype', 'venuekit', 'spot', 'perpetual', 'node', 'test']);
/** Control characters, and those that turn the direction of text around. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** What `validate-npm-package-name` calls valid for new packages, one part of it. */
const PART = /^[a-z0-9][a-z0-9._-]*$/;

/** What is wrong with a venue's id; undefined for nothing. */
export function venueIdProblem(value: string): string | undefined {
  if (value === '') return 'is missing';
  if (/^\d/.test(value)) return 'must begin with a letter, because names of classes are made of it: write the digits out, one-inch';
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value))
    return 'may hold lower-case letters, digits and single hyphens between them, such as crypto-com';
  if (value.length > 30) return 'may have at most 30 characters';
  return RESERVED.has(value) ? 'is a word with a meaning of its own' : undefined;
}

export function displayNameProblem(value: string): string | undefined {
  if (value.trim() === '') return 'is missing';
  return lineProblem(value);
}

export function authorProblem(value: string): string | undefined {
  return lineProblem(value);
}

function lineProblem(value: string): string | undefined {
  if (value !== value.trim()) return 'begins or ends with white space';
  if (value.length > 100) return 'may have at most 100 characters';
  return UNSEEN.test(value) ? 'holds characters that are not seen' : undefined;
}

/** What is wrong with a package's name; undefined for nothing. */
export function packageNameProblem(value: string, { takenNames }: AnswerPlace): string | undefined {
  const parts = value.startsWith('@') ? value.slice(1).split('/') : [value];
  if (value.length > 214 || parts.length !== (value.startsWith('@') ? 2 : 1) || !parts.every((part) => PART.test(part))) {
    return 'must be a name that npm takes: lower-case letters, digits, hyphens, dots, underscores; @scope/name with a scope';
  }
  if (value === 'node_modules' || value === 'favicon.ico' || builtinModules.includes(value)) return 'is a name that npm keeps for itself';
  if (takenNames.has(value)) return 'is the name of a package that exists already';
  return undefined;
}
