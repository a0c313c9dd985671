import { addDays, type Day } from '../calendar/day.ts';
import { isActionDay } from '../calendar/business-days.ts';

/** Microsoft's terms with the partner (practices 38, 63, 64): net 60, an account at risk 60 days later. */
const NET_DAYS = 60;
const TOLERATED_DAYS = 60;
const SHOWN_AFTER_BUSINESS_DAYS = 5;
/** By whose holidays the partner's bank works, where nothing else is known. */
export const BANK_HOLIDAYS = 'PL';

/** By when the partner pays Microsoft's invoice (practice 63). */
export function dueAtMicrosoft(invoicedOn: Day): Day {
  return addDays(invoicedOn, NET_DAYS);
}

/** From this day on Microsoft may suspend the partner's account: no new sales (practice 64). */
export function atRiskFrom(invoicedOn: Day): Day {
  return addDays(dueAtMicrosoft(invoicedOn), TOLERATED_DAYS + 1);
}

/** The last day on which a payment may still be on its way to Microsoft's books (practice 38), by the holidays of a country. */
export function shownBy(paidOn: Day, country: string): Day {
  let day = paidOn;
  for (let left = SHOWN_AFTER_BUSINESS_DAYS; left > 0; ) {
    day = addDays(day, 1);
    if (isActionDay(day, { weekdays: [1, 2, 3, 4, 5], holidays: country })) left -= 1;
  }
  return day;
}
