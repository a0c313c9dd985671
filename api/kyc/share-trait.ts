import type { PaymentMethodView } from '../../adapters/gateway/port.ts';
import type { Change } from '../../db/change.ts';
import { noteTrait, type Trait } from '../../db/shared-traits.ts';
import type { SharedTraitKind } from '../../db/tables/kyc-tables.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { NotedCircumstance } from '../../domain/facts/kyc-facts.ts';
import { plainText } from '../../domain/kyc/names.ts';

const CIRCUMSTANCES: Readonly<Record<SharedTraitKind, NotedCircumstance>> = {
  card: 'sharedCard',
  address: 'sharedAddress',
  device: 'sharedDevice',
  bankAccount: 'sharedBankAccount',
};

/** As many other customers as the audit names: a building with a thousand companies is no better known by their list. */
const MOST_NAMED = 20;

/**
 * Notes what a customer has, in the transaction that brings it. Where another customer has the same, a circumstance is noted
 * and a person is asked, once for each of the others that is met first. Ids only; what they share is known by its digest.
 */
export async function shareTrait(change: Change, trait: Trait, seenAt: Instant): Promise<void> {
  const others = await noteTrait(change.trx, change.customer.id, trait, seenAt);
  const [first] = others;
  if (first === undefined) return;
  const circumstance = CIRCUMSTANCES[trait.kind];
  noteCircumstance(change, circumstance, `${circumstance}/${first}`, 'sharedTrait');
  change.audit('trait.shared', { trait: trait.kind, customers: others.slice(0, MOST_NAMED), count: others.length });
}

/** As `shareTrait`, for a card or an account at the gateway; one without a fingerprint is like no other. */
export async function shareInstrument(change: Change, method: PaymentMethodView, seenAt: Instant): Promise<void> {
  const { kind, fingerprint } = method;
  if (fingerprint === null) return;
  await shareTrait(change, { kind: kind === 'card' ? 'card' : 'bankAccount', value: fingerprint }, seenAt);
}

/** Notes a circumstance and asks a person about it; nothing when the same occasion was noted before. */
export function noteCircumstance(change: Change, circumstance: NotedCircumstance, key: string, what: string): void {
  if (change.account.tasks.some((task) => task.key === key)) return;
  const effectiveOn = change.today;
  change.record([
    { kind: 'circumstance.noted', effectiveOn, body: { circumstance, key } },
    { kind: 'task.opened', effectiveOn, body: { task: change.newId('tsk'), key, what } },
  ]);
}

/** One spelling of an address for all who live there: no case, no diacritics, no punctuation, no "ul.". */
export function addressTrait(address: {
  readonly lines: readonly string[];
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
}): Trait {
  const words = plainText([...address.lines, address.postalCode, address.city].join(' '))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'ul');
  return { kind: 'address', value: `${address.country} ${words.join(' ')}` };
}
