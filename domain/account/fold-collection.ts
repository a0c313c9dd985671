import type { Day } from '../calendar/day.ts';
import type { CollectionFacts, NoticeRef } from '../facts/collection-facts.ts';
import type { Fact } from '../facts/fact.ts';
import type { RiskTier } from '../policy/tier-terms.ts';
import type { DunningState, Pause } from './account.ts';
import { type MutableAccount, minor, NO_DUNNING, replaceIn } from './mutable-account.ts';

/** The key of a notice among a customer's notices: `kind/step/occurrence`. */
export function noticeKey(ref: NoticeRef): string {
  return `${ref.noticeKind}/${ref.step}/${ref.occurrence}`;
}

/** Adds what collections did: disputes, promises, holds, the dunning case, notices, approvals, tasks. */
export function foldCollection(account: MutableAccount, fact: Fact): void {
  foldClaims(account, fact);
  foldNotices(account, fact);
  account.dunning = foldCase(account.dunning, fact);
  switch (fact.kind) {
    case 'hold.placed':
      account.holds.push({ ...fact.body, since: fact.at, active: true });
      break;
    case 'hold.released':
      replaceIn(
        account.holds,
        (hold) => hold.hold === fact.body.hold,
        (hold) => ({ ...hold, active: false }),
      );
      break;
    case 'approval.requested':
      account.approvals.push({ approval: fact.body.approval, key: fact.body.key, state: 'open' });
      break;
    case 'approval.decided':
      replaceIn(
        account.approvals,
        (known) => known.approval === fact.body.approval,
        (known) => ({
          ...known,
          state: fact.body.decision === 'approve' ? ('approved' as const) : ('refused' as const),
        }),
      );
      break;
    case 'task.opened':
      account.tasks.push({ ...fact.body, open: true });
      break;
    case 'task.closed':
      replaceIn(
        account.tasks,
        (task) => task.task === fact.body.task,
        (task) => ({ ...task, open: false }),
      );
      break;
    default:
  }
}

function foldClaims(account: MutableAccount, fact: Fact): void {
  switch (fact.kind) {
    case 'dispute.opened':
      account.disputes.push({ ...fact.body, amount: minor(fact.body.amount), state: 'open' });
      break;
    case 'dispute.resolved':
      replaceIn(
        account.disputes,
        (known) => known.dispute === fact.body.dispute,
        (known) => ({ ...known, state: fact.body.outcome }),
      );
      break;
    case 'promise.made':
      account.promises.push({
        ...fact.body,
        amount: minor(fact.body.amount),
        madeAtVersion: fact.version,
        state: 'open',
      });
      break;
    case 'promise.ended':
      replaceIn(
        account.promises,
        (known) => known.promise === fact.body.promise,
        (known) => ({ ...known, state: fact.body.outcome }),
      );
      break;
    default:
  }
}

function foldNotices(account: MutableAccount, fact: Fact): void {
  switch (fact.kind) {
    case 'notice.accepted':
      account.notices.set(noticeKey(fact.body), {
        ...fact.body,
        state: 'accepted',
        acceptedAt: fact.at,
        acceptedOn: fact.effectiveOn,
      });
      break;
    case 'notice.delivered': {
      const known = account.notices.get(noticeKey(fact.body));
      if (known?.state === 'accepted') account.notices.set(noticeKey(fact.body), { ...known, state: 'delivered' });
      break;
    }
    case 'notice.undeliverable': {
      const known = account.notices.get(noticeKey(fact.body));
      account.notices.set(noticeKey(fact.body), {
        noticeKind: fact.body.noticeKind,
        step: fact.body.step,
        occurrence: fact.body.occurrence,
        contactRevision: fact.body.contactRevision,
        acceptedAt: known?.acceptedAt ?? null,
        acceptedOn: known?.acceptedOn ?? null,
        state: 'undeliverable',
      });
      break;
    }
    default:
  }
}

function foldCase(dunning: DunningState, fact: Fact): DunningState {
  switch (fact.kind) {
    case 'case.opened':
      return {
        ...outsideCase(dunning),
        case: {
          number: fact.body.case,
          by: fact.body.by,
          openedAt: fact.at,
          openedOn: fact.effectiveOn,
          pace: fact.body.pace ?? null,
        },
        casesOpened: fact.body.case,
      };
    case 'case.closed':
      return outsideCase(dunning);
    case 'case.paceChanged':
      return atPace(dunning, fact.body.pace);
    case 'case.fellBack': {
      const kept = dunning.position.findIndex((done) => done.step === fact.body.toStep);
      return {
        ...dunning,
        position: dunning.position.slice(0, kept + 1),
        lapsed: NO_DUNNING.lapsed,
        // The person who jumped did so for a debt that is not there any more.
        escalatedTo: null,
      };
    }
    case 'payment.reversed':
      if (fact.body.reopened.length === 0) return dunning;
      return { ...dunning, position: dunning.position.map((done) => ({ ...done, beforeReversal: true })) };
    case 'step.lapsed':
      return fact.body.case === null
        ? { ...dunning, preDue: new Map(dunning.preDue).set(`${fact.body.step}/${fact.body.occurrence}`, null) }
        : { ...dunning, lapsed: new Set(dunning.lapsed).add(fact.body.step) };
    case 'step.done':
      return stepDone(dunning, fact, fact.body);
    case 'notice.undeliverable':
      return { ...dunning, entries: entered(dunning, fact.body.step, fact.body.occurrence) };
    case 'dunning.paused':
      return {
        ...dunning,
        pausedUntil: fact.body.until,
        pauses: [...endedBy(dunning.pauses, fact.effectiveOn), { from: fact.effectiveOn, until: fact.body.until }],
      };
    case 'dunning.resumed':
      return { ...dunning, pausedUntil: null, pauses: endedBy(dunning.pauses, fact.effectiveOn) };
    case 'dunning.escalated':
      return { ...dunning, escalatedTo: fact.body.toStep };
    default:
      return dunning;
  }
}

function outsideCase(dunning: DunningState): DunningState {
  const { position, entries, lapsed, escalatedTo } = NO_DUNNING;
  return { ...dunning, case: null, position, entries, lapsed, escalatedTo };
}

function stepDone(dunning: DunningState, fact: Fact, body: CollectionFacts['step.done']): DunningState {
  const next = { ...dunning, lastStepOn: fact.effectiveOn };
  if (body.case === null)
    return { ...next, preDue: new Map(dunning.preDue).set(`${body.step}/${body.occurrence}`, fact.effectiveOn) };
  // It was under way when its case closed: it was done, and it is no rung of another case.
  if (body.case !== dunning.case?.number) return next;
  const done = { ...body, doneOn: fact.effectiveOn, doneAt: fact.at, beforeReversal: false };
  return {
    // A warning that was on its way when the tier changed has named its day at the pace that counted then.
    ...atPace(next, body.pace),
    position: [...dunning.position, done],
    entries: entered(dunning, body.step, body.occurrence),
    escalatedTo: dunning.escalatedTo === body.step ? null : dunning.escalatedTo,
  };
}

/** Counts an entry once, whether the step was done or its notice could not be delivered. */
function entered(dunning: DunningState, step: string, occurrence: string): DunningState['entries'] {
  const before = dunning.entries.get(step) ?? 0;
  return occurrence === `${dunning.casesOpened}.${before + 1}`
    ? new Map(dunning.entries).set(step, before + 1)
    : dunning.entries;
}

/** A pause that is still running on `day` ends there. */
function endedBy(pauses: readonly Pause[], day: Day): readonly Pause[] {
  return pauses.map((pause) => (pause.until > day ? { ...pause, until: day } : pause)).filter(hasDays);
}

function hasDays(pause: Pause): boolean {
  return pause.from < pause.until;
}

function atPace(dunning: DunningState, pace: RiskTier | undefined): DunningState {
  if (dunning.case === null || pace === undefined) return dunning;
  return { ...dunning, case: { ...dunning.case, pace } };
}
