import type { DecideInput } from './decide-input.ts';
import { noticeKey } from './account/fold-collection.ts';
import type { Effect } from './decision.ts';
import type { LadderContext } from './dunning/ladder-context.ts';
import type { FactDraft } from './facts/fact.ts';
import { isRefused } from './service/refusals.ts';
import { heldStops, liveSubscriptions } from './service/service.ts';

/** The one notice of the end; its occurrence never repeats. */
const FAREWELL = { noticeKind: 'service', step: 'termination', occurrence: '1' } as const;

/** Whether the day of the end has come. Until then the customer is served, chased and reinstated like any other. */
export function hasBegunToEnd({ account, today }: LadderContext): boolean {
  return account.offboarding !== null && account.offboarding.on <= today;
}

/**
 * The end, in order (api-surface, "offboarding"): notice, end every subscription, final invoice (a task for finance),
 * close once nothing is owed and nothing runs on at Microsoft, who would go on billing us for it. Money that is left over
 * is a task before the door is shut, never kept silently.
 */
export function offboardingMoves(context: LadderContext, input: DecideInput): readonly FactDraft[] {
  const { account, standing, today } = context;
  if (!hasBegunToEnd(context)) return [];
  if (!account.notices.has(noticeKey(FAREWELL)) || notEnded(account).length > 0) return [];
  const task = (key: string): FactDraft | null =>
    account.tasks.some((known) => known.key === key)
      ? null
      : { kind: 'task.opened', effectiveOn: today, body: { task: input.newId('tsk'), key, what: key } };
  const tasks = [task('finalInvoice'), account.prepaid + account.unapplied > 0n ? task('refund') : null].filter(
    (made) => made !== null,
  );
  if (tasks.length > 0) return tasks;
  const isOver = standing.open === 0n && account.dunning.case === null && liveSubscriptions(account).length === 0;
  return isOver ? [{ kind: 'life.closed', effectiveOn: today, body: {} }] : [];
}

/**
 * Effects of an end that has begun: the notice first, then every subscription. A hold stops what still runs, before and after:
 * what Microsoft does not end, and is not to run, would run on at our cost.
 */
export function offboardingEffects(context: LadderContext): Effect[] {
  return [...heldStops(context.account), ...farewell(context)];
}

function farewell({ account }: LadderContext): readonly Effect[] {
  if (!account.notices.has(noticeKey(FAREWELL))) {
    const says = {
      amount: { minor: '0', currency: account.traits.currency },
      invoices: [],
      suspensionOn: null,
      prepayment: null,
    };
    const { contactRevision } = account.traits;
    return [
      {
        kind: 'notice',
        key: `notice/${noticeKey(FAREWELL)}`,
        ...FAREWELL,
        rung: null,
        mustPrecede: false,
        contactRevision,
        says,
      },
    ];
  }
  return notEnded(account).map((known) => ({
    kind: 'end',
    key: `end/${known.subscription}/${known.retries}`,
    subscription: known.subscription,
  }));
}

/** Subscriptions that still run on; one whose end Microsoft refused is a person's task and does not block the rest. */
function notEnded(account: LadderContext['account']): ReturnType<typeof liveSubscriptions> {
  return liveSubscriptions(account).filter((known) => !isRefused(known, 'end'));
}
