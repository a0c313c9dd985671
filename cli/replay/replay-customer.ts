import type { Day } from '../../domain/calendar/day.ts';
import type { CustomerDefaults } from '../../domain/book/presets.ts';
import type { BookRow } from '../../domain/book/read-row.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { byCustomer } from './script/book-script.ts';

/** A customer of the book with what the book leaves out, the same for the prediction and for the life. */
export interface ReplayCustomer {
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly locale: string;
  readonly email: string;
  readonly legalStatus: NonNullable<CustomerTraits['legalStatus']>;
  readonly terms: {
    readonly paymentDays: number;
    readonly acceptedOn: Day;
    readonly suspensionClause: boolean;
    readonly minimumNoticeDays: number;
  };
}

/** What a preset must say for its customers to be replayed. */
export type ReplayDefaults = Required<Omit<CustomerDefaults, 'policy'>>;

/** The customers of a book, by name; of each, what its first row says. */
export function replayCustomers(rows: readonly BookRow[], defaults: ReplayDefaults): readonly ReplayCustomer[] {
  return [...byCustomer(rows)].map(([name, [first]]) => ({
    name,
    country: first?.country ?? defaults.country,
    timeZone: defaults.timeZone,
    currency: first?.amount.currency ?? defaults.currency,
    locale: 'pl',
    email: first?.email ?? `billing@${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.example`,
    legalStatus: defaults.legalStatus,
    terms: defaults.terms,
  }));
}
