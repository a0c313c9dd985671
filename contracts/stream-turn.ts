/** What a turn of a stream of facts tells its workflow. Ids and coded words only; workflow code imports this. */
export interface StreamTurn {
  /** Facts up to this number were looked at. */
  readonly seq: number;
  /** To be carried out now, and decided once more before each. */
  readonly effects: readonly { readonly key: string; readonly summary: string }[];
  /** Milliseconds until the next look; null = only a change wakes it. */
  readonly sleepMs: number | null;
  /** Markdown for Temporal's UI. */
  readonly details: string;
  readonly over: boolean;
}
