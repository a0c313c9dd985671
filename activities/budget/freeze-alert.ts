import { type BudgetAgreement, keepAlerts } from '../../db/budgets.ts';
import { businessNow, type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { writeChange } from '../../db/write-change.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { writeAlert } from '../../domain/budget/write-alert.ts';
import { formatMoneyForPeople } from '../../domain/money-format.ts';
import { money } from '../../domain/money.ts';
import { freezeLetter, type LetterDeps, type LetterToWrite } from '../notices/freeze-letter.ts';

export interface NewAlert {
  readonly customerId: string;
  /** `2026-11` */
  readonly month: string;
  readonly passed: readonly number[];
  /** The highest of them: the letter is about it. */
  readonly telling: number;
  /** Minor units of the agreement's currency. */
  readonly used: bigint;
  readonly agreed: BudgetAgreement;
}

/**
 * Notes the thresholds as passed and freezes the letter about them in one transaction: one document and one Message-ID for a
 * threshold and month (design, rule 5). It is sent afterwards, and again after a crash. Where there is
 * nobody to write to, the threshold is noted without a letter.
 */
export async function freezeAlert(deps: LetterDeps, alert: NewAlert): Promise<void> {
  const { db, wallNow } = deps;
  await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, alert.customerId);
    const recordedAt = wallNow();
    const now = businessNow(customer, recordedAt);
    const notice = await freeze(deps, trx, customer, alert, now);
    const { month, passed, telling, customerId } = alert;
    await keepAlerts(
      trx,
      { customerId, month, percents: passed },
      (percent) => (percent === telling ? notice : null),
      now,
    );
    const body = { month, passed, notice };
    await writeChange(trx, customer, {
      statements: [],
      events: [{ kind: 'budget.thresholdPassed', actor: 'usage', at: now, recordedAt, body }],
    });
  });
}

/** Null where there is nobody to write to. */
async function freeze(
  deps: LetterDeps,
  trx: Trx,
  customer: LockedCustomer,
  { month, telling, used, agreed }: NewAlert,
  now: Instant,
): Promise<string | null> {
  const write: LetterToWrite['write'] = ({ traits: { locale } }, parties) => {
    const said = (minor: bigint): string => formatMoneyForPeople(money(minor, agreed.currency), locale);
    return writeAlert({ ...parties, percent: telling, used: said(used), budget: said(agreed.amount), month }, locale);
  };
  const step = `budget-${telling}`;
  const effectKey = `notice/service/${step}/${month}`;
  const letter = await freezeLetter(deps, trx, customer, { effectKey, step, occurrence: month, now, write });
  return letter && letter.notice;
}
