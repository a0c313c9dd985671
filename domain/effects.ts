import { noticeKey } from './account/fold-collection.ts';
import type { Effect, NoticeEffect, Phase, StepRef } from './decision.ts';
import type { LadderAnswer } from './dunning/ladder-answer.ts';
import type { LadderContext } from './dunning/ladder-context.ts';
import { namedSuspension } from './dunning/named-suspension.ts';
import { hasBegunToEnd, offboardingEffects } from './offboarding.ts';
import type { PolicyStep } from './policy/policy.ts';
import { isHeld } from './service/holds.ts';
import { serviceEffects, stopEffects, stoppable } from './service/service.ts';

/** What is to be done to the outside world now, in order: service first, because it hurts most when late. */
export function effectsOf(context: LadderContext, phase: Phase, due: LadderAnswer['due']): readonly Effect[] {
  if (phase === 'closed' || phase === 'refused') return [];
  const effects = hasBegunToEnd(context)
    ? offboardingEffects(context)
    : [...serviceEffects(context.account), ...prepaymentNotices(context)];
  if (due !== null) effects.push(...rungEffects(context, due.step, due.ref));
  return effects.filter((effect) => (context.account.deferred.get(effect.key) ?? 0) <= context.now);
}

function rungEffects(context: LadderContext, step: PolicyStep, ref: StepRef): readonly Effect[] {
  switch (step.kind) {
    case 'notice':
      return [dunningNotice(context, step, ref)];
    case 'suspend':
      return stopEffects(
        context.account,
        stoppable(context.account).filter((known) => !isHeld(context.account, known.subscription)),
        ref,
      );
    case 'charge': {
      const gatewayPaymentMethod =
        context.account.instruments.findLast((known) => known.state === 'accepted')?.gatewayPaymentMethod ?? null;
      return [
        {
          kind: 'charge',
          key: `charge/${ref.step}/${ref.occurrence}`,
          step: ref,
          amount: stored(context, context.standing.collectible),
          gatewayPaymentMethod,
        },
      ];
    }
    default:
      return [];
  }
}

/** The notice of a rung: what it asks for as the debt stands now, and the day of suspension that a warning names. */
export function dunningNotice(context: LadderContext, step: PolicyStep, ref: StepRef): NoticeEffect {
  const { account, standing } = context;
  const asked = standing.items.filter(
    (entry) => entry.collectible > 0n && (ref.case === null ? entry.item.effectiveDueOn === ref.anchor : entry.overdue),
  );
  const amount = asked.reduce((sum, entry) => sum + entry.collectible, 0n);
  return {
    kind: 'notice',
    key: `notice/dunning/${ref.step}/${ref.occurrence}`,
    noticeKind: 'dunning',
    step: ref.step,
    occurrence: ref.occurrence,
    rung: ref,
    mustPrecede: step.mustPrecede !== undefined,
    contactRevision: account.traits.contactRevision,
    says: {
      amount: stored(context, amount),
      invoices: [...new Set(asked.map((entry) => entry.item.invoice))],
      suspensionOn: step.mustPrecede === undefined ? null : namedSuspension(context, ref),
      prepayment: null,
    },
  };
}

/** The mail that asks for a prepayment or top-up, once per request. It is no reminder: it goes out at any hour. */
function prepaymentNotices({ account }: LadderContext): readonly NoticeEffect[] {
  return account.prepayments
    .filter((known) => known.settled < known.amount)
    .map((known): NoticeEffect => {
      const ref = {
        noticeKind: 'prepayment',
        step: known.purpose === 'topUp' ? 'top-up' : 'request',
        occurrence: known.prepayment,
      } as const;
      const amount = { minor: known.amount.toString(), currency: account.traits.currency };
      const says = { amount, invoices: [], suspensionOn: null, prepayment: known.prepayment };
      return {
        kind: 'notice',
        key: `notice/${noticeKey(ref)}`,
        ...ref,
        rung: null,
        mustPrecede: false,
        contactRevision: account.traits.contactRevision,
        says,
      };
    })
    .filter((effect) => !account.notices.has(noticeKey(effect)));
}

function stored(context: LadderContext, amount: bigint): { readonly minor: string; readonly currency: string } {
  return { minor: amount.toString(), currency: context.account.traits.currency };
}
