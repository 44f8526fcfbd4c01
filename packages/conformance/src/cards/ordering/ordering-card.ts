/** What most cards of disorder have in common. */
export const ORDERING = {
  family: 'ORDERING',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  doc: 'design: created comes before filled; one terminal event per order',
  look: 'userStreamEventListener',
  forbidden: ['order-failed', 'order-lost', 'order-expired'],
} as const;

/** What the stream tells must be right without the help of a poll. */
export const WITHOUT_POLLS = { connector: { intervals: { shortPollMs: 60_000, longPollMs: 60_000 } } } as const;
