import type { Instant } from '../calendar/day.ts';
import type { NoticeMail } from './notice-mail.ts';
import { plainText } from './plain-text.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

const ENGLISH = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Beginnings of the Polish months in the genitive, without marks. */
const POLISH = ['stycz', 'lut', 'mar', 'kwie', 'maj', 'czerw', 'lip', 'sierp', 'wrze', 'paz', 'list', 'grud'];

/** A date counts as a deadline only behind a word that makes it one; the date on which something happened does not. */
const BEFORE_DATE = String.raw`(?:\bby|\bbefore|\buntil|no later than|deadline(?: is|:)?|due(?: date)?(?: is|:|on)?|\bdo(?: dnia)?|\bprzed(?: dniem)?|najpozniej(?: do)?(?: dnia)?|termin\w*(?: to| uplywa|:)?(?: dnia)?)`;
/** What may stand between that word and the date. */
const BETWEEN = String.raw`(?:the )?(?:end of )?(?:\d{1,2}:\d{2}(?: ?[ap]m)?(?: utc)?,? )?(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?`;

const DATES: readonly (readonly [RegExp, (parts: readonly string[]) => Instant | null])[] = [
  [dated(String.raw`(\d{4})-(\d{2})-(\d{2})`), ([y, m, d]) => dayEnd(y, m, d)],
  [dated(String.raw`([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})`), ([m, d, y]) => dayEnd(y, monthOf(m), d)],
  [dated(String.raw`(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,12})\.?,? (\d{4})`), ([d, m, y]) => dayEnd(y, monthOf(m), d)],
  [dated(String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4})`), ([d, m, y]) => dayEnd(y, m, d)],
  // Microsoft writes the month first; where that is no date, the day was.
  [dated(String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`), ([m, d, y]) => dayEnd(y, m, d) ?? dayEnd(y, d, m)],
];

const WITHIN =
  /(?:within|in the next|w ciagu|w terminie) (?:the next )?(\d{1,3}) (business |working |calendar )?(hours?|days?|godzin\w*|dni)( roboczych)?/g;

/**
 * By when a notice wants something, in English or Polish: a date behind "by", "before", "do dnia" …, or "within 5 business
 * days". The end of that day in UTC, which comes before it ends at Microsoft. Of several the earliest that has not passed,
 * because to be early costs nothing; null where it names none.
 *
 * @param receivedAt business instant from which "within" counts
 */
export function deadlineOf(
  { subject, text }: Pick<NoticeMail, 'subject' | 'text'>,
  receivedAt: Instant,
): Instant | null {
  const all = plainText(`${subject}\n${text}`);
  const named = DATES.flatMap(([pattern, read]) => [...all.matchAll(pattern)].map((match) => read(match.slice(1))));
  const counted = [...all.matchAll(WITHIN)].map(([, count, kind = '', unit = '', roboczych]) => {
    if (/^(?:hour|godzin)/.test(unit)) return receivedAt + Number(count) * HOUR;
    const business = /business|working/.test(kind) || roboczych !== undefined;
    return business ? businessDays(receivedAt, Number(count)) : receivedAt + Number(count) * DAY;
  });
  const ahead = [...named, ...counted].filter((at): at is Instant => at !== null && at > receivedAt);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function dated(date: string): RegExp {
  return new RegExp(`${BEFORE_DATE} ${BETWEEN}${date}`, 'g');
}

/** The end of a day in UTC; null for what is no date. */
function dayEnd(year: string | undefined, month: string | number | undefined, day: string | undefined): Instant | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const start = new Date(Date.UTC(y, m - 1, d));
  return start.getUTCMonth() === m - 1 && start.getUTCDate() === d ? start.getTime() + DAY : null;
}

function monthOf(word = ''): number {
  const english = ENGLISH.findIndex((month) => word.startsWith(month));
  return (english >= 0 ? english : POLISH.findIndex((month) => word.startsWith(month))) + 1;
}

/** Mondays to Fridays; which of them are holidays at Microsoft nobody knows, and to be early costs nothing. */
function businessDays(from: Instant, count: number): Instant {
  let at = from;
  for (let left = count; left > 0; ) {
    at += DAY;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return at;
}
