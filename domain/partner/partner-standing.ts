import { type Day, daysBetween } from '../calendar/day.ts';
import { atRiskFrom, dueAtMicrosoft } from './microsoft-terms.ts';

/** Microsoft's invoice to the partner, minor units of its currency. `paid` is what Microsoft's own books show. */
export interface OwedInvoice {
  readonly id: string;
  readonly invoicedOn: Day;
  /** Negative for a credit. */
  readonly total: bigint;
  readonly paid: bigint;
  /** Paid by us and not yet to be seen at Microsoft (practice 38). */
  readonly onItsWay: bigint;
}

/** What the partner owes Microsoft in one currency. */
export interface PartnerBooks {
  readonly today: Day;
  readonly invoices: readonly OwedInvoice[];
  /** Consumed by customers and not yet invoiced by Microsoft. */
  readonly unbilled: bigint;
  /** Microsoft's limit on the partner; null where nobody has told it to us: no API does. */
  readonly creditLimit: bigint | null;
}

/** Microsoft warns the partner's finance contact at these shares of its limit (practice 65). */
export const CREDIT_WARNINGS = [70, 85, 100] as const;
export type CreditWarning = (typeof CREDIT_WARNINGS)[number];

/** `overdue`: pay now. `atRisk`: Microsoft may suspend the account; existing customers go on, nothing new is sold. */
export type PartnerState = 'good' | 'overdue' | 'atRisk';

export interface PartnerStanding {
  readonly state: PartnerState;
  /** Unpaid invoices as Microsoft sees them, less what was paid too much: below zero Microsoft owes the partner. */
  readonly owed: bigint;
  readonly onItsWay: bigint;
  readonly overdue: bigint;
  readonly overdueDays: number;
  /** Limit − (unpaid + unbilled − overpaid); null without a limit. May be negative. */
  readonly available: bigint | null;
  /** Whole percent of the limit that is used, rounded down; null without a limit. */
  readonly usedPercent: number | null;
  /** The highest warning that is reached. */
  readonly warning: CreditWarning | null;
  /** Whether Microsoft would take a new order now, as far as we can know. */
  readonly sellsNew: boolean;
  /** Invoices with something open, the longest due first. */
  readonly open: readonly (OwedInvoice & {
    readonly open: bigint;
    readonly dueOn: Day;
    readonly state: PartnerState;
  })[];
}

/**
 * How the partner stands at Microsoft (practices 63 to 65). Money that is on its way counts as paid when it is asked whether
 * something is overdue, because it was paid in time; it does not free the limit, because Microsoft has not booked it.
 */
export function partnerStanding({ today, invoices, unbilled, creditLimit }: PartnerBooks): PartnerStanding {
  const open = invoices
    .map((one) => ({
      ...one,
      open: one.total - one.paid,
      dueOn: dueAtMicrosoft(one.invoicedOn),
      state: stateOf(one, today),
    }))
    .filter((one) => one.open !== 0n)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const owed = open.reduce((sum, one) => sum + one.open, 0n);
  const late = open.filter(({ state }) => state !== 'good');
  const available = creditLimit === null ? null : creditLimit - owed - unbilled;
  const usedPercent = percentUsed(owed + unbilled, creditLimit);
  const warning = CREDIT_WARNINGS.findLast((share) => usedPercent !== null && usedPercent >= share) ?? null;
  const state = late.some((one) => one.state === 'atRisk') ? 'atRisk' : late.length > 0 ? 'overdue' : 'good';
  return {
    state,
    owed,
    onItsWay: open.reduce((sum, one) => sum + one.onItsWay, 0n),
    overdue: late.reduce((sum, one) => sum + one.open - one.onItsWay, 0n),
    overdueDays: Math.max(0, ...late.map(({ dueOn }) => daysBetween(dueOn, today))),
    available,
    usedPercent,
    warning,
    sellsNew: state !== 'atRisk' && warning !== 100,
    open,
  };
}

function stateOf({ invoicedOn, total, paid, onItsWay }: OwedInvoice, today: Day): PartnerState {
  if (total - paid - onItsWay <= 0n) return 'good';
  if (today >= atRiskFrom(invoicedOn)) return 'atRisk';
  return today > dueAtMicrosoft(invoicedOn) ? 'overdue' : 'good';
}

function percentUsed(used: bigint, limit: bigint | null): number | null {
  if (limit === null) return null;
  if (used <= 0n) return 0;
  // A limit of nothing is used up by the first penny.
  return limit <= 0n ? 100 : Number((used * 100n) / limit);
}
