import type { z } from 'zod';
import { agreement, budget, onboardingReopening, verification } from '../../contracts/onboarding.ts';
import type { Change } from '../../db/change.ts';
import { type Day, dayAt } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { OnboardingFacts } from '../../domain/facts/onboarding-facts.ts';
import { toStored } from '../../domain/money-format.ts';
import { onboardingPhase } from '../../domain/onboarding/onboarding.ts';
import { keepBudget } from '../budget/keep-budget.ts';
import { customerWrite } from '../customer-write.ts';
import { hurryDuties } from '../microsoft/hurry-duties.ts';
import { keepSignatory } from '../microsoft/keep-signatory.ts';
import { keepNote } from '../notes.ts';
import { readResource } from '../read.ts';
import { customerResource } from '../resources/customer.ts';
import { onboardingResource } from '../resources/onboarding.ts';
import type { RouteId } from '../roles.ts';
import type { Route } from '../route.ts';

const tag = 'onboarding';
const path = '/v1/customers/:customer/onboarding';

type Recorded = Omit<OnboardingFacts['requirement.recorded'], 'key'> & {
  readonly effectiveOn: Day;
  /** What the requirement's evidence says in words: names and typed texts, which no fact holds. */
  readonly note: string;
};

export const onboardingRoutes: readonly Route[] = [
  readResource({
    id: 'getOnboarding',
    path,
    tag,
    summary: 'What must be met before the first order, and what is met',
    resource: onboardingResource,
  }),
  requirementRoute({
    id: 'recordAgreement',
    key: 'agreement',
    summary: 'The customer has signed',
    body: agreement,
    record({ today, account }, { signedBy, signedAt }) {
      const effectiveOn = dayAt(signedAt, account.traits.timeZone);
      if (effectiveOn > today) throw new Refusal('future_effective_day', `the customer's today is ${today}`);
      return { state: 'met', monthlyBudget: null, effectiveOn, note: `signed by ${signedBy}` };
    },
    keep: (change, body, { wallNow }) => keepSignatory(change, body, wallNow),
  }),
  requirementRoute({
    id: 'recordVerification',
    key: 'verification',
    summary: 'A person has checked who the customer is',
    body: verification,
    record({ today }, { outcome, checkedBy, note }) {
      const state = outcome === 'passed' ? 'met' : 'refused';
      return {
        state,
        monthlyBudget: null,
        effectiveOn: today,
        note: [`checked by ${checkedBy}`, note ?? ''].join('\n').trim(),
      };
    },
  }),
  requirementRoute({
    id: 'recordBudget',
    key: 'budget',
    summary: 'Thresholds are agreed with the customer',
    body: budget,
    record({ today, account }, { monthly, expectedUsers, expectedLocations, notes }) {
      const { currency } = account.traits;
      if (monthly.currency !== currency) {
        const errors = [{ pointer: '/monthly/currency', message: `must be ${currency}` }];
        throw new Refusal('currency_mismatch', `the customer trades in ${currency}`, errors);
      }
      const users = expectedUsers == null ? '' : `expected users: ${expectedUsers}`;
      const locations = expectedLocations == null ? '' : `expected locations: ${expectedLocations.join(', ')}`;
      const note = [users, locations, notes ?? ''].filter((text) => text !== '').join('\n');
      return { state: 'met', monthlyBudget: toStored(monthly), effectiveOn: today, note };
    },
    keep: (change, body, by) => keepBudget(change, { ...body, notes: null, agreedOn: change.today }, by),
  }),
  customerWrite({
    id: 'reopenOnboarding',
    method: 'POST',
    path: `${path}/reopening`,
    tag,
    summary: 'Take up a refused onboarding again',
    status: 200,
    idempotencyKey: 'optional',
    body: onboardingReopening,
    because: 'reopened',
    on: customerResource,
    shows: onboardingResource,
    change(change, { actor }, { reason }, { now }) {
      const command = change.command('onboarding.reopen', {});
      keepNote(change, { subject: command, kind: 'reason', text: reason, actor: actor.name, wallNow: now() });
      return change.customer.id;
    },
  }),
];

/** A route that meets (or refuses) one requirement; the last word counts while the onboarding is open. */
function requirementRoute<Body>(spec: {
  readonly id: RouteId;
  readonly key: OnboardingFacts['requirement.recorded']['key'];
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  /** @throws Refusal */
  readonly record: (change: Change, body: Body) => Recorded;
  /** What stands beside the fact, and is owed to Microsoft from now on. */
  readonly keep?: (
    change: Change,
    body: Body,
    by: { readonly actor: string; readonly wallNow: number },
  ) => Promise<void>;
}): Route {
  const { id, key, summary, body } = spec;
  return customerWrite({
    id,
    method: 'POST',
    path: `${path}/${key}`,
    tag,
    summary,
    status: 200,
    idempotencyKey: 'optional',
    body,
    because: key,
    on: customerResource,
    shows: onboardingResource,
    async change(change, { actor }, given, { now }) {
      requireOpenOnboarding(change);
      const { state, monthlyBudget, effectiveOn, note } = spec.record(change, given);
      change.record([{ kind: 'requirement.recorded', effectiveOn, body: { key, state, monthlyBudget } }]);
      const text = note === '' ? null : note;
      keepNote(change, { subject: change.customer.id, kind: key, text, actor: actor.name, wallNow: now() });
      await spec.keep?.(change, given, { actor: actor.name, wallNow: now() });
      return change.customer.id;
    },
    ...(spec.keep && { after: hurryDuties }),
  });
}

/** @throws Refusal `wrong_phase` once the onboarding is over, either way */
function requireOpenOnboarding({ account, policy }: Change): void {
  const phase = onboardingPhase(account, policy);
  if (phase === null) throw new Refusal('wrong_phase', 'the onboarding is completed');
  if (phase === 'refused') throw new Refusal('wrong_phase', 'the onboarding is refused; it can be re-opened');
}
