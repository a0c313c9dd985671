import * as fc from 'fast-check';
import { expect } from 'vitest';

/**
 * The control of a property test: run against a deliberately wrong implementation, the property must fail. The seed is fixed, so
 * that the control itself never depends on luck.
 */
export function expectCaught<T>(property: fc.IRawProperty<T>): void {
  const outcome = fc.check(property, { seed: 20_261_122, numRuns: 2000 });
  expect(outcome, 'the planted bug was not caught').toMatchObject({ failed: true });
}
