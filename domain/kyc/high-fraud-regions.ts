import type { Day } from '../calendar/day.ts';

/** A country from a day on; `until` is the last day on which it stood on the list. */
interface ListedCountry {
  readonly country: string;
  readonly from: Day;
  readonly until: Day | null;
}

/**
 * Emerging and high-fraud regions (practice 34). Microsoft publishes no list; taken are the countries that the Financial Action
 * Task Force names for weak control of money (its statements "call for action" and "increased monitoring"), by the days of its
 * plenaries. Dated: a decision of the past is made again with the list of its day.
 */
const LISTED: readonly ListedCountry[] = [
  { country: 'KP', from: '2011-02-25', until: null },
  { country: 'IR', from: '2020-02-21', until: null },
  { country: 'MM', from: '2022-10-21', until: null },
  { country: 'BF', from: '2021-02-25', until: '2025-10-24' },
  { country: 'SS', from: '2021-06-25', until: null },
  { country: 'HT', from: '2021-06-25', until: null },
  { country: 'CD', from: '2022-10-21', until: null },
  { country: 'MZ', from: '2022-10-21', until: '2025-10-24' },
  { country: 'NG', from: '2023-02-24', until: '2025-10-24' },
  { country: 'ZA', from: '2023-02-24', until: '2025-10-24' },
  { country: 'VN', from: '2023-06-23', until: null },
  { country: 'BG', from: '2023-10-27', until: null },
  { country: 'KE', from: '2024-02-23', until: null },
  { country: 'VE', from: '2024-06-28', until: null },
  { country: 'LB', from: '2024-10-25', until: null },
  { country: 'LA', from: '2025-02-21', until: null },
];

/** Whether a country stood on the list on this day. */
export function isHighFraudRegion(country: string, on: Day): boolean {
  return LISTED.some((one) => one.country === country && one.from <= on && (one.until === null || on <= one.until));
}
