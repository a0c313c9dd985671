import type { StoredMoney } from '../../domain/facts/stored-money.ts';
import type { FactBodies, FactKind } from '../../domain/facts/fact.ts';
import { formatMoney, fromStored } from '../../domain/money-format.ts';

type Summaries = { readonly [K in FactKind]: (body: FactBodies[K]) => string };

/** One line a fact, as staff would say it. Ids and codes; names and typed texts are not in facts. */
const SUMMARIES: Summaries = {
  'customer.registered': ({ externalId, onboarding }) => `customer ${externalId} registered (${onboarding})`,
  'customer.changed': (body) => `master data changed: ${Object.keys(body).join(', ')}`,
  'policy.assigned': ({ key, version, openCases }) =>
    `lives under policy ${key}, version ${version}${openCases === null ? '' : ` (open case: ${openCases})`}`,
  'evidence.recorded': ({ kind, outcome, on }) => `evidence ${kind} of ${on}: ${outcome}`,
  'circumstance.noted': ({ circumstance }) => `circumstance noted: ${circumstance}`,
  'circumstance.cleared': ({ circumstance }) => `circumstance cleared: ${circumstance}`,
  'document.accepted': ({ document, version }) => `document ${document}, version ${version}, accepted`,
  'review.recorded': ({ outcome }) => `customer reviewed: ${outcome}`,
  'requirement.recorded': ({ key, state }) => `requirement ${key} ${state}`,
  'instrument.recorded': ({ funding, state }) => `payment instrument (${funding}) ${state}`,
  'onboarding.completed': () => 'onboarding completed',
  'onboarding.timedOut': () => 'onboarding timed out',
  'onboarding.reopened': () => 'onboarding re-opened',
  'invoice.issued': ({ number, total }) => `invoice ${number} over ${showStored(total)} issued`,
  'invoice.credited': ({ kind, amount }) => `${CREDITS[kind]} of ${showStored(amount)}`,
  'invoice.writtenOff': ({ amount }) => `${showStored(amount)} written off`,
  'payment.received': ({ amount, method }) => `${showStored(amount)} received by ${method}`,
  'payment.reversed': ({ kind, amount }) => `${kind}: ${showStored(amount)} reversed`,
  'prepayment.requested': ({ amount, purpose }) =>
    `${purpose === 'topUp' ? 'top-up' : 'prepayment'} of ${showStored(amount)} requested`,
  'unmatched.suspected': ({ amount, because }) =>
    `${showStored(amount)} without an owner may be this customer's (${because})`,
  'unmatched.cleared': () => 'money without an owner is accounted for',
  'dispute.opened': ({ amount }) => `${showStored(amount)} disputed`,
  'dispute.resolved': ({ outcome }) => `dispute ${outcome}`,
  'promise.made': ({ amount, dueOn }) => `${showStored(amount)} promised by ${dueOn}`,
  'promise.ended': ({ outcome }) => `promise ${outcome === 'partlyKept' ? 'partly kept' : outcome}`,
  'hold.placed': ({ reason, scope }) =>
    `${reason} hold on ${typeof scope === 'string' ? 'the account' : scope.subscription}`,
  'hold.released': ({ because }) => `hold released (${because})`,
  'dunning.paused': ({ until }) => `dunning paused until ${until}`,
  'dunning.resumed': () => 'dunning resumed',
  'dunning.escalated': ({ toStep }) => `escalated to ${toStep}`,
  'case.opened': ({ case: number }) => `dunning case ${number} opened`,
  'case.closed': ({ case: number }) => `dunning case ${number} closed`,
  'case.paceChanged': ({ case: number, pace }) => `dunning case ${number} goes on at the pace of risk ${pace}`,
  'case.fellBack': ({ toStep }) => `fell back ${toStep === null ? 'before the first step' : `to ${toStep}`}`,
  'step.lapsed': ({ step, because }) => `${step} lapsed (${because})`,
  'step.done': ({ step, occurrence }) => `${step} done (${occurrence})`,
  'notice.accepted': ({ step, noticeKind }) => `${noticeKind} notice ${step} accepted by the relay`,
  'notice.delivered': ({ step, noticeKind }) => `${noticeKind} notice ${step} delivered`,
  'notice.undeliverable': ({ step, noticeKind, because }) => `${noticeKind} notice ${step} not delivered (${because})`,
  'approval.requested': ({ subject, key }) => `approval asked for ${subject} ${key}`,
  'approval.decided': ({ decision }) => `approval: ${decision}`,
  'task.opened': ({ what }) => `task: ${what}`,
  'task.closed': () => 'task done',
  'subscription.wanted': ({ offer, quantity }) => `${quantity} × ${offer} ordered`,
  'subscription.quantityWanted': ({ quantity }) => `quantity ${quantity} wanted`,
  'subscription.quantityDropped': () => 'more seats were refused by a second person',
  'subscription.quantityChanged': ({ quantity }) => `quantity ${quantity} at Microsoft`,
  'subscription.ordered': () => 'order placed at Microsoft',
  'subscription.observed': ({ actual }) => `seen at Microsoft: ${actual}`,
  'subscription.stopped': () => 'subscription suspended',
  'subscription.restored': ({ lost }) =>
    `subscription restored${lost.length === 0 ? '' : `, lost: ${lost.join(', ')}`}`,
  'subscription.ended': ({ how }) => `subscription ended (${how})`,
  'subscription.refused': ({ act, code }) => `Microsoft refused to ${act}: ${code}`,
  'subscription.retried': () => 'to be tried again',
  'effect.deferred': ({ effectKey }) => `${effectKey} put off`,
  'charge.attempted': ({ outcome, amount }) => `charge of ${showStored(amount)} ${outcome}`,
  'offboarding.requested': ({ on }) => `relationship ends on ${on}`,
  'life.closed': () => 'closed',
};

const CREDITS = {
  creditNote: 'credit note',
  void: 'invoice voided: credit',
  dispute: 'dispute accepted: credit',
} as const;

/** The line of a fact; its kind where this version does not know it. */
export function factSummary(kind: string, body: unknown): string {
  // A fact's body was written as its kind says, and nobody can change it.
  const summary = (SUMMARIES as Readonly<Record<string, (body: never) => string>>)[kind];
  return summary === undefined ? kind : summary(body as never);
}

/** `1240.00 PLN`, as the API words amounts. */
export function showStored(amount: StoredMoney): string {
  const known = fromStored(amount);
  return `${formatMoney(known)} ${known.currency}`;
}
