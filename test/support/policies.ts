import { money } from '../../domain/money.ts';
import type { Policy, PolicyStep } from '../../domain/policy/policy.ts';

/** A step of a ladder, in one line. */
export function step(
  key: string,
  kind: PolicyStep['kind'],
  days: number,
  from: 'due' | 'previous',
  more: Partial<PolicyStep> = {},
): PolicyStep {
  return { key, kind, after: { days, from }, approval: 'none', ...more };
}

/** The policy of the API's documentation, as the kernel sees it. */
export const STANDARD: Policy = Object.freeze<Policy>({
  key: 'standard',
  version: 1,
  currency: 'PLN',
  holidays: 'customer',
  minimumDebt: money(5000n, 'PLN'),
  steps: [
    step('courtesy', 'notice', -3, 'due'),
    step('reminder-1', 'notice', 3, 'due'),
    step('reminder-2', 'notice', 7, 'previous'),
    step('warning', 'notice', 7, 'previous', { mustPrecede: 'suspend' }),
    step('suspend', 'suspend', 7, 'previous', { when: { minimumDebt: money(20000n, 'PLN') } }),
    step('terminate', 'terminate', 60, 'previous', { approval: 'fourEyes' }),
  ],
  progress: 'sequential',
  onResume: 'ageRuns',
  bounceWindowHours: 24,
  sendWindow: { from: '08:00', to: '18:00', weekdays: [1, 2, 3, 4, 5] },
  allocation: 'oldestDueFirst',
  reinstate: { when: 'overdueSettled' },
  promise: { toleranceDays: 2, maximumDays: 30 },
  prepaid: { lowAt: money(20000n, 'PLN') },
  limits: { writeOff: money(50000n, 'PLN') },
  onboarding: {
    requires: ['agreement', 'verification', 'budget', 'paymentInstrument', 'prepayment'],
    prepayment: { months: 1 },
    timeOutDays: 30,
  },
});

/** The standard policy with some parts changed. */
export function policyWith(changes: Partial<Policy>): Policy {
  return Object.freeze({ ...STANDARD, ...changes });
}
