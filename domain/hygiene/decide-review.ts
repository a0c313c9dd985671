import type { Instant } from '../calendar/day.ts';
import { type HygieneReview, openFindings, toDelete, toDisable } from './review.ts';
import type { Escalation, ReviewFactDraft } from './review-facts.ts';

/** What is to be done outside, by a key that names it once for ever. */
export type ReviewEffect =
  | { readonly kind: 'scan'; readonly key: string }
  | { readonly kind: 'tell'; readonly key: string }
  | { readonly kind: 'disable'; readonly key: string; readonly users: readonly string[] }
  | { readonly kind: 'delete'; readonly key: string; readonly users: readonly string[] }
  | { readonly kind: 'escalate'; readonly key: string; readonly because: Escalation };

export interface ReviewDecision {
  readonly moves: readonly ReviewFactDraft[];
  readonly effects: readonly ReviewEffect[];
  /** When the answer would change by time alone; null when only an event can change it. */
  readonly wakeAt: Instant | null;
  readonly over: boolean;
}

/** The letter of a review that has found nothing. */
export const CHECKLIST = 'checklist';

const DAY_MS = 86_400_000;
/** A directory that could not be read is tried again after a day: somebody has to give a right back. */
const TRY_AGAIN_MS = DAY_MS;

/** By when the customer is to have acted; null before the report. */
export function dueAt({ report, settings }: HygieneReview): Instant | null {
  return report && report.at + settings.answerDays * DAY_MS;
}

/**
 * What follows from a review and the time. Pure: the same review and instant give the same answer for ever. Nothing is told,
 * closed or disabled on an old look: the directory is read before each of them.
 */
export function decideReview(known: HygieneReview, now: Instant): ReviewDecision {
  if (known.closedAt !== null) return { moves: [], effects: [], wakeAt: null, over: true };
  if (wantsLook(known, now)) {
    const waits = tryAgainAt(known);
    const effects: readonly ReviewEffect[] =
      waits > now ? escalation(known, 'unreadable') : [{ kind: 'scan', key: `scan.${known.scans + 1}` }];
    return { moves: [], effects, wakeAt: waits > now ? waits : null, over: false };
  }
  const isDone = isSettled(known, now);
  const effects = isDone ? farewell(known) : effectsOf(known, now);
  const moves = isDone && effects.length === 0 ? [closing(known)] : [];
  return { moves, effects, wakeAt: wakeOf(known, now), over: false };
}

/** The first look; one that was asked for; and one at each instant at which something hangs on it. */
function wantsLook(known: HygieneReview, now: Instant): boolean {
  const { scannedAt, lookAskedAt } = known;
  if (scannedAt === null || lookAskedAt !== null) return true;
  return milestones(known, now).some((instant) => instant <= now && instant > scannedAt);
}

/** Instants, past and next, at which the directory must have been looked at: reminders, due day, and every week after it. */
function milestones(known: HygieneReview, now: Instant): readonly Instant[] {
  const { report, settings } = known;
  const due = dueAt(known);
  if (report === null || due === null) return [];
  const every = settings.lookEveryDays * DAY_MS;
  const weeks = now < due ? 0 : Math.floor((now - due) / every);
  const deletions = [...toDelete(known).values()];
  return [...reminders(known).map(({ at }) => at), due, due + weeks * every, due + (weeks + 1) * every, ...deletions];
}

function reminders({ report, settings }: HygieneReview): readonly { readonly key: string; readonly at: Instant }[] {
  if (report === null) return [];
  return settings.remindAfterDays.map((days, index) => ({
    key: `reminder.${index + 1}`,
    at: report.at + days * DAY_MS,
  }));
}

function tryAgainAt({ unreadableAt }: HygieneReview): Instant {
  return unreadableAt === null ? Number.NEGATIVE_INFINITY : unreadableAt + TRY_AGAIN_MS;
}

/** A right that is missing does not come back by itself, nor does a customer answer whom nobody can reach: a person is told, once each. */
function escalation({ escalated }: HygieneReview, because: Escalation): readonly ReviewEffect[] {
  return escalated.has(because) ? [] : [{ kind: 'escalate', key: `escalate.${because}`, because }];
}

function isSettled(known: HygieneReview, now: Instant): boolean {
  return openFindings(known, now).length === 0 && toDelete(known).size === 0;
}

/**
 * A customer of whom nothing is to be put in order is written to as well, once a review: asked to go through what only he can
 * judge (practice 70). Whoever had a report was asked there.
 */
function farewell(known: HygieneReview): readonly ReviewEffect[] {
  if (known.report !== null) return [];
  if (!known.told.has(CHECKLIST)) return [{ kind: 'tell', key: CHECKLIST }];
  return known.unreached ? escalation(known, 'noContact') : [];
}

function closing({ findings }: HygieneReview): ReviewFactDraft {
  return { kind: 'review.closed', body: { outcome: findings.length === 0 ? 'clean' : 'accepted' } };
}

function effectsOf(known: HygieneReview, now: Instant): readonly ReviewEffect[] {
  const due = dueAt(known);
  const open = openFindings(known, now);
  if (due === null) return [{ kind: 'tell', key: 'report' }];
  const effects: ReviewEffect[] = [];
  const passed = reminders(known).findLast(({ at }) => at <= now);
  // Of reminders that were slept through, the last one says it all; after the due day there is nothing to remind of.
  if (now < due && open.length > 0 && passed !== undefined && !known.told.has(passed.key))
    effects.push({ kind: 'tell', key: passed.key });
  const users = now < due ? [] : toDisable(known, now);
  const gone = [...toDelete(known)].flatMap(([user, at]) => (at <= now ? [user] : []));
  if (users.length > 0) effects.push({ kind: 'disable', key: `disable.${known.scans}`, users });
  if (gone.length > 0) effects.push({ kind: 'delete', key: `delete.${known.scans}`, users: gone });
  if (known.unreached) effects.push(...escalation(known, 'noContact'));
  if (now >= due && open.length > 0 && users.length === 0) effects.push(...escalation(known, 'due'));
  return effects;
}

function wakeOf(known: HygieneReview, now: Instant): Instant | null {
  const lapses = known.findings.flatMap(({ key }) => known.accepted.get(key) ?? []);
  const instants = [...milestones(known, now), ...lapses].filter((instant) => instant > now);
  return instants.length === 0 ? null : Math.min(...instants);
}
