import type { Instant } from '../calendar/day.ts';
import { CurrencyMismatch, money, type Money } from '../money.ts';
import type { Finding, RuleName } from './finding.ts';
import { type Rule, takeLook } from './look.ts';
import { budgetDeleted } from './rules/budget-deleted.ts';
import { creepingSpend } from './rules/creeping-spend.ts';
import { guestMadeAdministrator } from './rules/guest-made-administrator.ts';
import { massCreation } from './rules/mass-creation.ts';
import { mfaOff } from './rules/mfa-off.ts';
import { newAdministrator } from './rules/new-administrator.ts';
import { nightGrowth } from './rules/night-growth.ts';
import { spendTimesN } from './rules/spend-times-n.ts';
import { suddenRegion } from './rules/sudden-region.ts';
import { suddenService } from './rules/sudden-service.ts';
import type { UsageHistory } from './usage-history.ts';
import type { WatchSettings } from './watch-settings.ts';

/** The rules that the watch goes through, in the order in which it tells what it found. */
export const RULES: Readonly<Record<RuleName, Rule>> = {
  'sudden-region': suddenRegion,
  'sudden-service': suddenService,
  'spend-times-n': spendTimesN,
  'night-growth': nightGrowth,
  'creeping-spend': creepingSpend,
  'mass-creation': massCreation,
  'new-administrator': newAdministrator,
  'mfa-off': mfaOff,
  'budget-deleted': budgetDeleted,
  'guest-made-administrator': guestMadeAdministrator,
};

/**
 * What there is to find in a customer's usage and activity as it was known at `knownUpTo`. The same history, instant and
 * settings give the same findings; whatever became known later changes nothing.
 *
 * A history may be cut: statements older than `comparedDays` and ten days are not looked at; of the activity, as much should be given
 * as one wants to call known.
 *
 * @throws CurrencyMismatch when the settings are not in the history's currency.
 */
export function watch(
  history: UsageHistory,
  knownUpTo: Instant,
  settings: WatchSettings,
  rules: readonly Rule[] = Object.values(RULES),
): readonly Finding[] {
  if (settings.caseFrom.currency !== history.currency) {
    throw new CurrencyMismatch(history.currency, settings.caseFrom.currency);
  }
  const look = takeLook(history, knownUpTo, settings);
  return rules.flatMap((rule) => rule(look));
}

/**
 * What the findings of one look put at stake together. Findings from usage may speak of the same money, so the greatest of them
 * counts; what people did adds up.
 */
export function stakeOf(findings: readonly Finding[], settings: WatchSettings): Money {
  let usage = 0n;
  let activity = 0n;
  for (const { from, atStake } of findings) {
    if (from === 'activity') activity += atStake.minor;
    else if (atStake.minor > usage) usage = atStake.minor;
  }
  return money(usage + activity, settings.caseFrom.currency);
}

/** Money decides: whether the findings of one look are worth a case. */
export function worthACase(findings: readonly Finding[], settings: WatchSettings): boolean {
  return findings.length > 0 && stakeOf(findings, settings).minor >= settings.caseFrom.minor;
}
