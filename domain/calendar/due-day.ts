import { addDays, type Day, type Weekday, weekdayOf } from './day.ts';
import { isHoliday } from './holidays.ts';

/** From the day `from` on, a term that ends on a public holiday or on one of `freeWeekdays` ends on the next other day. */
interface DueDayRule {
  readonly from: Day;
  readonly freeWeekdays: readonly Weekday[];
  readonly law: string;
}

const SATURDAY = 6;
const SUNDAY = 7;

/**
 * By country, newest first. Only laws that move the day of payment itself, not those on periods before authorities or
 * courts. Left out on purpose: the Czech Republic, whose § 607 of the Civil Code does not move a due day that is a fixed
 * date (Supreme Court, 20 Cdo 4788/2017); Switzerland, whose holidays are those of the canton (art. 78 of the Code of
 * Obligations), which we do not know.
 */
const RULES: ReadonlyMap<string, readonly DueDayRule[]> = new Map([
  [
    'PL',
    [
      {
        from: '2017-01-01',
        freeWeekdays: [SATURDAY, SUNDAY],
        law: 'Civil Code art. 115 as amended by the Act of 16 December 2016 (Dz.U. 2016 item 2255), for terms not yet ended',
      },
      {
        from: '1965-01-01',
        freeWeekdays: [SUNDAY],
        law: 'Civil Code art. 115; a Saturday is a day like any other (Supreme Court, III CZP 8/03)',
      },
    ],
  ],
  [
    'DE',
    [
      { from: '1965-10-01', freeWeekdays: [SATURDAY, SUNDAY], law: 'BGB § 193' },
      { from: '1900-01-01', freeWeekdays: [SUNDAY], law: 'BGB § 193 in its first wording' },
    ],
  ],
  [
    'AT',
    [
      {
        from: '1983-04-28',
        freeWeekdays: [SATURDAY, SUNDAY],
        law: 'ABGB § 903; European Convention on the Calculation of Time-Limits, art. 1 and 5 (BGBl. 254/1983)',
      },
      { from: '1917-01-01', freeWeekdays: [SUNDAY], law: 'ABGB § 903' },
    ],
  ],
  ['IT', [{ from: '1942-04-21', freeWeekdays: [SUNDAY], law: 'Codice civile art. 1187 and 2963' }]],
]);

/**
 * The last day on which a payment is still on time, for an invoice that prints `printed`, under the law of `country`
 * (ISO 3166-1). Ageing, interest and the ladder count from it. Where a country has no dated rule it is the printed day.
 *
 * Only holidays of the whole country are known: one of a German state or an Austrian Good Friday does not move the day. The
 * law moves it only to the debtor's favour, so what is missing here costs a debtor a day, which the ladder's own
 * distances are there to absorb.
 */
export function effectiveDueDay(printed: Day, country: string): Day {
  const rule = ruleFor(printed, country);
  if (rule === undefined) return printed;
  let day = printed;
  while (rule.freeWeekdays.includes(weekdayOf(day)) || isHoliday(country, day)) day = addDays(day, 1);
  return day;
}

/** The law by which `effectiveDueDay` moves a due day, to be shown beside it; undefined where there is none. */
export function dueDayLaw(printed: Day, country: string): string | undefined {
  return ruleFor(printed, country)?.law;
}

function ruleFor(printed: Day, country: string): DueDayRule | undefined {
  return RULES.get(country)?.find((rule) => rule.from <= printed);
}
