import type { Updateable } from 'kysely';
import type { Account } from '../../domain/account/account.ts';
import { minor } from '../../domain/account/mutable-account.ts';
import type { CustomerTable } from '../tables/party-tables.ts';

/** The columns of a customer's row that follow from its facts. */
export function traitColumns(account: Pick<Account, 'traits' | 'policy'>) {
  const { traits, policy } = account;
  return {
    external_id: traits.externalId,
    country: traits.country,
    time_zone: traits.timeZone,
    locale: traits.locale,
    currency: traits.currency,
    legal_status: traits.legalStatus,
    terms: traits.terms === null ? null : JSON.stringify(traits.terms),
    onboarding: traits.onboarding,
    credit_limit_minor: traits.creditLimit === null ? null : minor(traits.creditLimit),
    microsoft_tenant_id: traits.tenant,
    contact_revision: traits.contactRevision,
    policy_key: policy.key,
    policy_version: policy.version,
  } satisfies Updateable<CustomerTable>;
}
