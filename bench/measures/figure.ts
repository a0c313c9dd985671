/** One measured figure that stands by itself. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** How it was measured, in a few words. */
  readonly how: string;
}
