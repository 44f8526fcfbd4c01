import { describe, expect, it } from 'vitest';
import { CardFailure } from '../../src/card/card-failure.ts';
import { failureOf } from '../../src/run/failure-of.ts';
import { simulatedStage } from '../../src/stage/simulated-stage.ts';
import { DEFAULT_CREDENTIALS } from '../../src/subject/conformance-subject.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

const { apiSecret, apiKey } = DEFAULT_CREDENTIALS;

describe('what is shown of a failure', () => {
  it('holds no secret, wherever a connector lets one slip', () => {
    const stage = simulatedStage({ subject: tinySubject });
    stage.timeline.add('connector', `order-failed: key ${apiKey}`);
    const leaking = new Error(`signed with ${apiSecret}`);
    const checked = new CardFailure({ what: `what ${apiKey}`, expected: `that ${apiSecret}`, actual: apiSecret });
    for (const error of [leaking, checked]) {
      const report = JSON.stringify(failureOf(error, stage, tinySubject));
      expect(report).not.toContain(apiSecret);
      expect(report).not.toContain(apiKey);
      expect(report).toContain('[redacted]');
    }
  });

  it('holds nothing that a terminal would obey', () => {
    const { message } = failureOf(new Error('red \u001B[31m, back \u0008, left \u202E, over\nhere'), undefined, tinySubject);
    expect(message).toBe('Error: red \uFFFD[31m, back \uFFFD, left \uFFFD, over\nhere');
  });
});
