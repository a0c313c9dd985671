import type { z } from 'zod';
import { subscription } from '../../contracts/subscriptions.ts';
import { findMakingCommand } from '../../db/commands.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { loadAccount } from '../../db/load-account.ts';
import { customerOfSubscription } from '../../db/subscriptions.ts';
import type { Account, SubscriptionState } from '../../domain/account/account.ts';
import { type Day, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { explainRefusal } from '../../domain/service/explain-refusal.ts';
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
  const today = dayAt(businessNow(customer, wallNow), customer.timeZone);
  return [...account.subscriptions.values()].map((known) => ({
    id: known.subscription,
    microsoftId: known.microsoftId,
    offer: known.offer,
    quantity: known.quantity,
    quantityWanted: known.quantityWanted,
    wanted: wantedOf(account, known, today),
    actual: known.actual,
    stoppedByUs: known.stoppedByUs,
    lost: [...known.lost],
    refused: explained(known.refused),
  }));
}

function explained(refused: SubscriptionState['refused']): SubscriptionView['refused'] {
  return refused && { ...refused, explanation: explainRefusal(refused.code).words };
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
  const nothing = { microsoftId: null, stoppedByUs: false, lost: [], refused: null, quantityWanted: null };
  return { id, offer, quantity, wanted: 'on', actual: 'ordering', ...nothing };
}
