import { expect, it } from 'vitest';
import { spokenOf, usageDeviations } from '../../../domain/kyc/deviations.ts';

const used = [
  {
    day: '2026-03-02',
    knownAt: 0,
    lines: [{ region: 'brazilsouth', service: 'vm', kind: 'D2', cost: 1n, night: null }],
  },
];
const regionsOf = (expected: readonly string[], announced: readonly string[]) =>
  usageDeviations(used, {
    services: [],
    regions: spokenOf(expected, announced),
    monthlySpend: null,
    monthlyBudget: null,
  }).map(({ occurrence }) => occurrence);

it('a region that was announced deviates no more than one that is expected', () => {
  expect(regionsOf(['polandcentral'], [])).toEqual(['region/brazilsouth']);
  expect(regionsOf(['polandcentral'], ['brazilsouth'])).toEqual([]);
});

it('where nothing is expected, what was announced makes nothing else a deviation', () => {
  expect(regionsOf([], ['westeurope'])).toEqual([]);
});
