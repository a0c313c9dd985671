import type { z } from 'zod';
import { subscription } from '../../contracts/subscriptions.ts';
import { findMakingCommand } from '../../db/commands.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { loadAccount } from '../../db/load-account.ts';
import { latestCharges, termsOf } from '../../db/subscription-terms.ts';
import { customerOfSubscription } from '../../db/subscriptions.ts';
import type { Account, MicrosoftRefusal, SubscriptionState } from '../../domain/account/account.ts';
import { type Day, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { explainRefusal } from '../../domain/service/explain-refusal.ts';
import { money } from '../../domain/money.ts';
import { type Charge, monthlyCost } from '../../domain/partner/running-cost.ts';
import { type SubscriptionTerm, termOutlook } from '../../domain/service/data-loss.ts';
import { baseOf } from '../../domain/service/add-ons.ts';
import { isHeld } from '../../domain/service/holds.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';

type SubscriptionView = z.output<typeof subscription>;

/** A subscription; it has its address as soon as it was ordered, also while the life has not decided. */
export const subscriptionResource: Resource<typeof subscription> = {
  name: 'subscription',
  schema: subscription,
  async load(db, id, wallNow) {
    const owner = await customerOfSubscription(db, id);
    const views = owner === undefined ? [] : await subscriptionsOf(db, await customerBy(db, owner), wallNow);
    const view = views.find((known) => known.id === id) ?? (await findOrdered(db, id));
    if (view === undefined) throw new Refusal('not_found', `there is no subscription ${id}`);
    return view;
  },
};

/** Every subscription of a customer, ended ones included, in the order in which they became known. */
export async function subscriptionsOf(
  db: Db,
  customer: CustomerHead,
  wallNow: Instant,
): Promise<readonly SubscriptionView[]> {
  const { account } = await loadAccount(db, customer);
  const terms = await termsOf(db, customer.id);
  const known = [...account.subscriptions.values()];
  const charges = await latestCharges(
    db,
    known.flatMap(({ microsoftId }) => microsoftId ?? []),
  );
  const today = dayAt(businessNow(customer, wallNow), customer.timeZone);
  return known.map((one) => ({
    id: one.subscription,
    microsoftId: one.microsoftId,
    offer: one.offer,
    quantity: one.quantity,
    quantityWanted: one.quantityWanted,
    wanted: wantedOf(account, one, today),
    actual: one.actual,
    base: baseOf(account, one)?.subscription ?? null,
    stoppedByUs: one.stoppedByUs,
    stoppedWith: one.stoppedWith,
    lost: [...one.lost],
    outlook: outlookOf(terms.get(one.microsoftId ?? '')),
    monthlyCost: costOf(charges.get(one.microsoftId ?? '')),
    refused: explained(one.refusals.at(-1)),
  }));
}

/** The latest refusal, the one that a person meets first. */
function explained(latest: MicrosoftRefusal | undefined): SubscriptionView['refused'] {
  if (latest === undefined) return null;
  return { act: latest.act, code: latest.code, explanation: explainRefusal(latest.code).words };
}

function outlookOf(term: SubscriptionTerm | undefined): SubscriptionView['outlook'] {
  return term === undefined ? null : { termEndsOn: term.endsOn, ...termOutlook(term) };
}

function costOf(
  latest: { readonly currency: string; readonly charges: readonly Charge[] } | undefined,
): SubscriptionView['monthlyCost'] {
  const cost = latest === undefined ? null : monthlyCost(latest.charges);
  return cost === null || latest === undefined ? null : money(cost, latest.currency);
}

function wantedOf(
  account: Account,
  { ended, subscription: id }: SubscriptionState,
  today: Day,
): SubscriptionView['wanted'] {
  if (ended || (account.offboarding !== null && account.offboarding.on <= today)) return 'ended';
  return isHeld(account, id) ? 'off' : 'on';
}

/** What the command orders, until the life has decided. */
async function findOrdered(db: Db, id: string): Promise<SubscriptionView | undefined> {
  const command = await findMakingCommand(db, 'subscription.order', id);
  if (command === undefined) return undefined;
  const { offer, quantity } = command.body;
  const nothing = {
    quantityWanted: null,
    microsoftId: null,
    base: null,
    stoppedByUs: false,
    stoppedWith: null,
    lost: [],
    outlook: null,
    monthlyCost: null,
    refused: null,
  };
  return { id, offer, quantity, wanted: 'on', actual: 'ordering', ...nothing };
}
