import { type CustomerSummary, customer } from '../../contracts/customers.ts';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { businessNow, type CustomerHead, findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import type { CustomerListItem } from '../../db/lists/customers.ts';
import { activeHoldsOf, type HoldRecord } from '../../db/lists/holds.ts';
import { loadAccount } from '../../db/load-account.ts';
import { currentContacts, findProfile } from '../../db/profiles.ts';
import { latestRunId } from '../../db/run-ids.ts';
import { type StandingFigures, standingsOf } from '../../db/standings.ts';
import type { Account } from '../../domain/account/account.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { fromStored } from '../../domain/money-format.ts';
import type { Resource } from '../resource.ts';

/** A customer by reference. @throws Refusal `not_found` */
export async function customerBy(db: Db, reference: string): Promise<CustomerHead> {
  const head = await findCustomer(db, reference);
  if (head === undefined) throw new Refusal('not_found', `there is no customer ${reference}`);
  return head;
}

/** A customer with its master data, its figures and where its life stands. */
export const customerResource: Resource<typeof customer> = {
  name: 'customer',
  schema: customer,
  // Time passes and Temporal starts new runs without anything happening to the customer.
  volatile: ['clock', 'workflow'],
  personalDataOf: (view) => view.id,
  async load(db, reference, wallNow) {
    const head = await customerBy(db, reference);
    const { account } = await loadAccount(db, head);
    const { traits } = account;
    const profile = await findProfile(db, head.id);
    const contacts = await currentContacts(db, head.id);
    const figures = await figuresOf(db, head.id, wallNow);
    const holds = (await activeHoldsOf(db, [head.id])).get(head.id) ?? [];
    return {
      id: head.id,
      externalId: traits.externalId,
      name: profile?.name ?? null,
      country: traits.country,
      timeZone: traits.timeZone,
      locale: traits.locale,
      currency: traits.currency,
      seller: head.sellerId,
      legalStatus: traits.legalStatus,
      taxId: profile?.taxId ?? null,
      registrationNumber: profile?.registrationNumber ?? null,
      addresses: (profile?.addresses ?? []).map((address) => ({ ...address, lines: [...address.lines] })),
      terms: traits.terms,
      microsoftTenantId: traits.tenant,
      contacts: [...contacts],
      creditLimit: traits.creditLimit === null ? null : fromStored(traits.creditLimit),
      onboarding: traits.onboarding,
      registeredAt: account.registeredAt,
      ...lifeOf(head, figures, holds, wallNow),
      dunning: dunningOf(account),
      workflow: { workflowId: lifecycleWorkflowId(head.id), runId: await latestRunId(db, head.latestDecisionId) },
    };
  },
};

/** A customer in a list. */
export function customerSummary({ head, name, standing, holds }: CustomerListItem, wallNow: Instant): CustomerSummary {
  const { id, externalId, country, currency, policy } = head;
  const dunning = head.dunning ?? {
    policy: policy.key,
    policyVersion: policy.version,
    step: null,
    since: null,
    pausedUntil: null,
  };
  return { id, externalId, name, country, currency, ...lifeOf(head, standing, holds, wallNow), dunning };
}

function lifeOf(
  head: CustomerHead,
  figures: StandingFigures,
  holds: readonly HoldRecord[],
  wallNow: Instant,
): Omit<CustomerSummary, 'id' | 'externalId' | 'name' | 'country' | 'currency' | 'dunning'> {
  const amount = (minor: bigint) => money(minor, head.currency);
  return {
    phase: head.phase,
    service: head.service,
    holds: holds.map(({ id, reason, scope, since, until, placedBy }) => ({
      id,
      reason,
      scope,
      since,
      until,
      placedBy,
    })),
    balance: {
      open: amount(figures.open),
      overdue: amount(figures.overdue),
      disputed: amount(figures.disputed),
      promised: amount(figures.promised),
      prepaid: amount(figures.prepaid),
      unapplied: amount(figures.unapplied),
      exposure: amount(figures.exposure),
    },
    nextStep: head.nextStep,
    clock: { mode: head.clock.mode, now: businessNow(head, wallNow) },
  };
}

/** As the facts have it: a pause may come before there is a case. */
export function dunningOf({ dunning, policy }: Account): CustomerSummary['dunning'] {
  return {
    policy: policy.key,
    policyVersion: policy.version,
    step: dunning.position.at(-1)?.step ?? null,
    since: dunning.case?.openedAt ?? null,
    pausedUntil: dunning.pausedUntil,
  };
}

async function figuresOf(db: Db, id: string, wallNow: Instant): Promise<StandingFigures> {
  const figures = (await standingsOf(db, [id], wallNow)).get(id);
  if (figures === undefined) throw new Error(`customer ${id} has no figures`);
  return figures;
}
