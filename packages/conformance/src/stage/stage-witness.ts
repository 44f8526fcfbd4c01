/** Is told what runs on a stage, so that who hangs can be named from outside. Calls nest. */
export interface StageWitness {
  /** A function begins: a member of the definition, such as `placeOrder`, one of the dialect, such as `dialect.encodeReply`, or `subject.define`. */
  enter(name: string): void;
  /** The function that began last has returned. */
  leave(): void;
  /** What a member has promised is awaited from now on. */
  await(name: string): void;
  /** What it has promised has come, or has failed. */
  settle(name: string): void;
}

/** Tells nobody. */
export const NO_WITNESS: StageWitness = { enter: () => undefined, leave: () => undefined, await: () => undefined, settle: () => undefined };
