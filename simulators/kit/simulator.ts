/** A running simulator. */
export interface Simulator {
  readonly url: string;
  /** Ends it at once; what was committed stays in its data directory. */
  stop(): Promise<void>;
}
