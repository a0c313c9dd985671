/** Money at rest in JSON: `{"minor": "124000", "currency": "PLN"}` (design, rule 1). */
export interface StoredMoney {
  readonly minor: string;
  readonly currency: string;
}
