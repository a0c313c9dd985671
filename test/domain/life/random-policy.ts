import fc from 'fast-check';
import { money } from '../../../domain/money.ts';
import type { Policy, PolicyStep } from '../../../domain/policy/policy.ts';
import { policyWith, STANDARD } from '../../support/policies.ts';

const SHORT: readonly PolicyStep[] = [
  { key: 'reminder', kind: 'notice', after: { days: 2, from: 'due' }, approval: 'none' },
  { key: 'warning', kind: 'notice', after: { days: 5, from: 'due' }, mustPrecede: 'suspend', approval: 'none' },
  { key: 'suspend', kind: 'suspend', after: { days: 10, from: 'due' }, approval: 'none' },
];

const LONG: readonly PolicyStep[] = [
  { key: 'early', kind: 'notice', after: { days: -5, from: 'due' }, approval: 'none' },
  { key: 'courtesy', kind: 'notice', after: { days: 3, from: 'previous' }, approval: 'none' },
  { key: 'card', kind: 'charge', after: { days: 3, from: 'previous' }, approval: 'none' },
  {
    key: 'reminder',
    kind: 'notice',
    after: { days: 2, from: 'previous' },
    approval: 'none',
    when: { minimumCount: 2 },
  },
  { key: 'call', kind: 'call', after: { days: 3, from: 'previous' }, approval: 'none', when: { minimumAgeDays: 9 } },
  { key: 'warning', kind: 'notice', after: { days: 2, from: 'previous' }, mustPrecede: 'suspend', approval: 'none' },
  { key: 'second-call', kind: 'call', after: { days: 2, from: 'previous' }, approval: 'none' },
  {
    key: 'suspend',
    kind: 'suspend',
    after: { days: 3, from: 'previous' },
    approval: 'fourEyes',
    when: { minimumDebt: money(10_000n, 'PLN') },
  },
  { key: 'handover', kind: 'handover', after: { days: 20, from: 'previous' }, approval: 'none' },
];

/** Ladders of several shapes, each with every way of going on. */
export const aPolicy: fc.Arbitrary<Policy> = fc
  .record({
    steps: fc.constantFrom(STANDARD.steps, SHORT, LONG),
    progress: fc.constantFrom('sequential' as const, 'mostSevere' as const),
    onResume: fc.constantFrom('ageRuns' as const, 'clockStops' as const),
    reinstate: fc.constantFrom({ when: 'overdueSettled' as const }, { when: 'stepNoLongerHolds' as const }),
    minimumDebt: fc.constantFrom(money(0n, 'PLN'), money(5000n, 'PLN')),
    bounceWindowHours: fc.constantFrom(0, 24, 72),
    allocation: fc.constantFrom('oldestDueFirst' as const, 'newestDueFirst' as const),
  })
  .map(policyWith);
