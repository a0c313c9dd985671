import { money } from '../money.ts';
import type { Finding, RuleName } from './finding.ts';
import type { Look } from './look.ts';
import { dayAtPlace } from './seen-usage.ts';

interface Deviation {
  readonly rule: RuleName;
  readonly practice: number;
  readonly place: number;
  readonly subject: string;
  /** What it costs more than it should, minor units, over so many days. */
  readonly excess: bigint;
  readonly overDays?: number;
  readonly why: Finding['why'];
}

/** A finding from usage; none when what it puts at stake is too small to speak of. */
export function usageFinding({ settings, seen }: Look, deviation: Deviation): readonly Finding[] {
  const { rule, practice, place, subject, excess, overDays = 1, why } = deviation;
  const ahead = excess * BigInt(settings.daysAhead);
  const least = settings.caseFrom.minor * BigInt(settings.findingFromPercent) * BigInt(overDays);
  if (ahead <= 0n || ahead * 100n < least) return [];
  const atStake = money(ahead / BigInt(overDays), settings.caseFrom.currency);
  return [{ rule, practice, day: dayAtPlace(seen, place), subject, why, atStake, from: 'usage' }];
}

/** The dearest of some places of a series, 0n for none. */
export function dearest(series: readonly bigint[], places: readonly number[]): bigint {
  let most = 0n;
  for (const place of places) {
    const cost = series[place] ?? 0n;
    if (cost > most) most = cost;
  }
  return most;
}

/** A day's cost of a series less what was agreed with the customer, never below zero. */
export function unexplained({ explained }: Look, series: readonly bigint[], place: number): bigint {
  const rest = (series[place] ?? 0n) - (explained[place] ?? 0n);
  return rest > 0n ? rest : 0n;
}
