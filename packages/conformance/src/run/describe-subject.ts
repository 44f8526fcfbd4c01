import type { ConnectorDefinition } from '@venuekit/core/connector';
import type { Dialect } from '@venuekit/venue';
import { ALL_CARDS } from '../cards/all-cards.ts';
import { ALL_MUTANTS } from '../mutants/all-mutants.ts';
import { simulatedStage } from '../stage/simulated-stage.ts';
import type { StageWitness } from '../stage/stage-witness.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import { isDeclared, type Need } from '../subject/need.ts';
import { findTampering } from './tampering.ts';
import type { SubjectFacts } from './worker-messages.ts';

/** What a subject says of itself. Never throws: what its functions throw is its problem. */
export function describeSubject(subject: ConformanceSubject, witness?: StageWitness): SubjectFacts {
  const told = {
    name: subject.name,
    requirements: subject.requirements,
    baseline: subject.baseline ?? [],
    packageRoot: subject.packageRoot?.href,
    product: subject.product ?? 'spot',
    tier: subject.tier,
    killsAllMutants: subject.killsAllMutants ?? false,
    tampering: findTampering(subject.cards, ALL_CARDS),
  };
  try {
    const { definition, venue } = simulatedStage({ subject, witness });
    const { name, domain, isTradingRequired, capabilities } = definition;
    const { dialect } = venue;
    return {
      ...told,
      dialect: { name: dialect.name, traits: dialect.traits ?? [], services: dialect.services },
      definition: { name, domain, isTradingRequired, capabilities },
      problem: undefined,
      declared: declaredOf(definition, dialect),
    };
  } catch (error) {
    const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ...told, dialect: undefined, definition: undefined, problem, declared: [] };
  }
}

function declaredOf(definition: ConnectorDefinition, dialect: Dialect): readonly Need[] {
  const needs = new Set([...ALL_CARDS, ...ALL_MUTANTS].flatMap((item) => item.needs ?? []));
  return [...needs].filter((need) => isDeclared(need, definition, dialect));
}
