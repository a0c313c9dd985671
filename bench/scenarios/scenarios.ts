import { customerYear } from './customer-year.ts';
import { dunningCycle } from './dunning-cycle.ts';
import { onboarding } from './onboarding.ts';
import { paidOnTime } from './paid-on-time.ts';
import { quietMonth } from './quiet-month.ts';
import type { Scenario } from './scenario.ts';

/** In the order of a life. */
export const scenarios: readonly Scenario[] = [onboarding, paidOnTime, dunningCycle, customerYear, quietMonth];
