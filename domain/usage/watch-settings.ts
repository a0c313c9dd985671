import { currencyDigits, type Money, money } from '../money.ts';

/**
 * Thresholds of the watch. Money hangs on one sum, `caseFrom`; all else is a share, a count, or a number of days. Microsoft gives
 * none of these numbers: they are ours, and meant to be agreed with the customer (practice 7).
 */
export interface WatchSettings {
  /** Below this sum at stake no case is opened: money decides. Its currency must be that of the history. */
  readonly caseFrom: Money;
  /** Per cent of `caseFrom` from which on something is a finding at all. */
  readonly findingFromPercent: number;
  /** How long something is taken to go on when nobody acts; what a finding costs is reckoned over so many days. */
  readonly daysAhead: number;
  /** With how many days before it a day is compared. */
  readonly comparedDays: number;
  /** With fewer known days than this before it, a day is not judged: nothing is usual yet. */
  readonly leastKnownDays: number;
  /** A day is judged while what is known of it is younger than this; longer than the longest gap between two looks. */
  readonly newsDays: number;
  /** How far back records of activity count together. */
  readonly activityDays: number;
  /** A region or service is sudden when its dearest day before was at most this share of the day. */
  readonly suddenBelowPercent: number;
  /** Spend × n: a day against the dearest comparable one, in per cent, for the whole and for a region, service or kind. */
  readonly spendPercent: { readonly whole: number; readonly part: number };
  /** The same for what is spent by night. */
  readonly nightPercent: number;
  /** A week against the week four weeks earlier, in per cent. */
  readonly creepPercent: number;
  /** Machines created within 24 hours: at least so many, and at least so many per cent of the customer's most before. */
  readonly massCreation: { readonly least: number; readonly percent: number; readonly dailyCostPercent: number };
  /** What a record of activity puts at stake, in per cent of `caseFrom`: alone it opens a case from 100 on. */
  readonly activityPercent: {
    readonly ownerAssigned: number;
    readonly globalAdministratorAssigned: number;
    readonly guestMadeAdministrator: number;
    readonly mfaDisabled: number;
    readonly budgetDeleted: number;
    readonly alertDeleted: number;
  };
  /** Added for each: an actor never seen before, a country never seen before, done by night or at the weekend. */
  readonly strangePercent: { readonly actor: number; readonly country: number; readonly hour: number };
}

/** The default thresholds. @throws RangeError for a currency that ISO 4217 does not know */
export function watchSettings(currency: string, caseFrom = defaultCaseFrom(currency)): WatchSettings {
  return {
    caseFrom,
    findingFromPercent: 20,
    daysAhead: 7,
    comparedDays: 42,
    leastKnownDays: 14,
    newsDays: 3,
    activityDays: 2,
    suddenBelowPercent: 5,
    spendPercent: { whole: 180, part: 250 },
    nightPercent: 200,
    creepPercent: 160,
    massCreation: { least: 8, percent: 300, dailyCostPercent: 5 },
    activityPercent: {
      ownerAssigned: 80,
      globalAdministratorAssigned: 80,
      guestMadeAdministrator: 80,
      mfaDisabled: 50,
      budgetDeleted: 50,
      alertDeleted: 40,
    },
    strangePercent: { actor: 40, country: 60, hour: 20 },
  };
}

/** About the cost of an hour or two of an analyst's work, in round sums. */
const CASE_FROM: Readonly<Record<string, bigint>> = {
  PLN: 500_00n,
  EUR: 120_00n,
  USD: 130_00n,
  GBP: 100_00n,
  CZK: 3_000_00n,
  HUF: 47_000_00n,
  JPY: 20_000n,
  CHF: 110_00n,
  SEK: 1_400_00n,
  NOK: 1_400_00n,
  DKK: 900_00n,
  RON: 600_00n,
};
/** Of a currency that has no round sum here, in its major unit: small for most, since a case too many is the milder mistake. */
const OTHERWISE = 100n;

function defaultCaseFrom(currency: string): Money {
  const known = CASE_FROM[currency];
  if (known !== undefined) return money(known, currency);
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new RangeError(`unknown currency: ${currency}`);
  return money(OTHERWISE * 10n ** BigInt(digits), currency);
}
