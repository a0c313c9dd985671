import { type Money, money } from '../money.ts';
import type { AutoContain } from '../policy/policy.ts';
import type { CaseFactDraft, CaseSeverity } from './case-facts.ts';
import type { LinkedAlert, SecurityCase } from './security-case.ts';
import { isAtLeast } from './severity.ts';

/** What a customer's policy says, by its version. */
export interface ContainmentPolicy {
  readonly key: string;
  readonly version: number;
  readonly autoContain: AutoContain;
}

/**
 * What is lost if nobody acts: the most that one of our findings puts at stake, or what was consumed and is not invoiced yet,
 * whichever is more. In the currency of `unbilled`; findings in another one are left out.
 */
export function moneyAtStake({ findings }: Pick<SecurityCase, 'findings'>, unbilled: Money): Money {
  const minors = findings
    .filter(({ atStake }) => atStake.currency === unbilled.currency)
    .map(({ atStake }) => BigInt(atStake.minor));
  return money(
    minors.reduce((most, minor) => (minor > most ? minor : most), unbilled.minor),
    unbilled.currency,
  );
}

/**
 * What the policy does by itself (practice 54): where an alert is grave and sure enough and enough money is at stake, the Azure
 * subscriptions that it names are cancelled without waiting for a person, and an order of a person for just those needs no second
 * one. A suspicion without the name of an Azure subscription is never enough, and a verdict ends it: then people have looked.
 */
export function policyMoves(known: SecurityCase, policy: ContainmentPolicy, atStake: Money): readonly CaseFactDraft[] {
  const { severity, confidence, atStake: limit } = policy.autoContain;
  if (known.closedAt !== null || known.verdict === 'legitimate' || known.verdict === 'ignored') return [];
  if (!isAtLeast(known.severity, severity)) return [];
  if (atStake.currency !== limit.currency || atStake.minor < limit.minor) return [];
  const sure = known.alerts.filter((alert) => isSure(alert, confidence));
  const named = [...new Set(sure.flatMap(({ azureSubscription }) => azureSubscription ?? []))];
  if (named.length === 0) return [];

  const approve = (containment: string): CaseFactDraft => ({
    kind: 'case.containmentApproved',
    body: { containment, policy: { key: policy.key, version: policy.version } },
  });
  const orders = known.containments.filter(({ action }) => action === 'cancelAzureSubscriptions');
  const covered = orders
    .filter(({ approval, targets }) => approval === 'waiting' && targets.length > 0)
    .filter(({ targets }) => targets.every((target) => named.includes(target)));
  if (covered.length > 0) return covered.map(({ containment }) => approve(containment));
  if (orders.length > 0 || known.verdict !== null) return [];
  const containment = String(known.containments.length + 1);
  const body = { containment, action: 'cancelAzureSubscriptions', targets: named, approval: 'fourEyes' } as const;
  return [{ kind: 'case.containmentOrdered', body }, approve(containment)];
}

function isSure({ confidence }: LinkedAlert, least: CaseSeverity): boolean {
  return confidence !== undefined && isAtLeast(confidence, least);
}
