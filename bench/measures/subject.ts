/** Something that runs workflows and is updated: Tenure's lives, or the bare workflow that they are compared with. */
export interface Subject {
  /** Makes everything ready for so many starts, without starting anything; answers ids. */
  prepareStarts(count: number): Promise<readonly string[]>;
  /** Starts one, and returns when its first turn is done. */
  start(id: string): Promise<void>;
  /** Makes everything ready for one update of each. */
  prepareUpdates(ids: readonly string[]): Promise<void>;
  update(id: string): Promise<void>;
}
