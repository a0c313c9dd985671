import type { Instant } from '../calendar/day.ts';
import { type HygieneFinding, isAboutAccount } from './finding.ts';
import type { Escalation, RemedyRight, ReviewedFinding, ReviewFact, ReviewOutcome } from './review-facts.ts';
import type { HygieneSettings } from './settings.ts';

/** The furthest that a review has come; `rescanned` is a look after the customer was told. */
export type ReviewState =
  | 'opened'
  | 'scanned'
  | 'reported'
  | 'reminded'
  | 'rescanned'
  | 'remedied'
  | 'accepted'
  | 'closed';

/** What a review's facts add up to; nothing here depends on the clock. */
export interface HygieneReview {
  readonly seq: number;
  readonly openedAt: Instant;
  readonly settings: HygieneSettings;
  readonly right: RemedyRight | null;
  readonly scans: number;
  readonly scannedAt: Instant | null;
  readonly signInsKnown: boolean;
  /** Of the last look. */
  readonly findings: readonly ReviewedFinding[];
  /** Until when a finding was accepted, by key. */
  readonly accepted: ReadonlyMap<string, Instant>;
  readonly lookAskedAt: Instant | null;
  /** Since the last look. */
  readonly unreadableAt: Instant | null;
  /** Letters that went out, or could not, by occasion. */
  readonly told: ReadonlyMap<string, Instant>;
  readonly toldAt: Instant | null;
  readonly report: { readonly at: Instant; readonly sent: boolean } | null;
  /** A letter could not be sent, or came back. */
  readonly unreached: boolean;
  /** Accounts that we may have disabled: it is not recorded yet what came of it. */
  readonly disabling: ReadonlySet<string>;
  /** When each account was disabled by us. */
  readonly disabled: ReadonlyMap<string, Instant>;
  readonly deleted: ReadonlySet<string>;
  /** Left to people: Microsoft refused, somebody has enabled the account again, or has accepted that it stays. */
  readonly leftAlone: ReadonlySet<string>;
  readonly escalated: ReadonlySet<Escalation>;
  readonly closedAt: Instant | null;
  readonly outcome: ReviewOutcome | null;
}

/** @throws RangeError when the first fact is not its opening */
export function foldReview(facts: readonly ReviewFact[]): HygieneReview {
  const [first, ...rest] = facts;
  if (first?.kind !== 'review.opened') throw new RangeError('a review begins with its opening');
  const opened: HygieneReview = {
    seq: first.seq,
    openedAt: first.at,
    settings: first.body.settings,
    right: first.body.right,
    scans: 0,
    scannedAt: null,
    signInsKnown: false,
    findings: [],
    accepted: new Map(),
    lookAskedAt: null,
    unreadableAt: null,
    told: new Map(),
    toldAt: null,
    report: null,
    unreached: false,
    disabling: new Set(),
    disabled: new Map(),
    deleted: new Set(),
    leftAlone: new Set(),
    escalated: new Set(),
    closedAt: null,
    outcome: null,
  };
  return rest.reduce((known, fact) => ({ ...known, ...changeBy(known, fact), seq: fact.seq }), opened);
}

function changeBy(known: HygieneReview, fact: ReviewFact): Partial<HygieneReview> {
  const { at } = fact;
  switch (fact.kind) {
    case 'review.opened':
      throw new RangeError('a review is opened once');
    case 'review.scanned':
      return { ...looked(known, fact.body.findings), signInsKnown: fact.body.signInsKnown, scannedAt: at };
    case 'review.unreadable':
      return { unreadableAt: at };
    case 'review.lookAsked':
      return { lookAskedAt: at, unreadableAt: null };
    case 'review.told': {
      const { key, sent } = fact.body;
      const told = { told: new Map(known.told).set(key, at), toldAt: at, unreached: known.unreached || !sent };
      return key === 'report' ? { ...told, report: { at, sent } } : told;
    }
    case 'review.undelivered':
      // Nothing is disabled on a report that nobody has read.
      return {
        unreached: true,
        report: known.report && fact.body.key === 'report' ? { ...known.report, sent: false } : known.report,
      };
    case 'review.rightChanged':
      return { right: fact.body };
    case 'review.accepted': {
      const { findings, until } = fact.body;
      const accepted = new Map([...known.accepted, ...findings.map((key) => [key, until] as const)]);
      return { accepted, leftAlone: new Set([...known.leftAlone, ...disabledThough({ ...known, accepted }, at)]) };
    }
    case 'review.disabling':
      return { disabling: new Set(fact.body.users) };
    case 'review.disabled': {
      const { users, failed } = fact.body;
      const disabled = new Map([...known.disabled, ...users.map((user) => [user, at] as const)]);
      return {
        disabling: new Set(),
        disabled,
        leftAlone: new Set([...known.leftAlone, ...failed, ...disabledThough({ ...known, disabled }, at)]),
        // Whether it has settled anything, only a look can tell.
        lookAskedAt: at,
      };
    }
    case 'review.deleted': {
      const { users, kept, failed } = fact.body;
      return {
        deleted: new Set([...known.deleted, ...users]),
        leftAlone: new Set([...known.leftAlone, ...kept, ...failed]),
        lookAskedAt: at,
      };
    }
    case 'review.escalated':
      return { escalated: new Set([...known.escalated, fact.body.because]) };
    case 'review.closed':
      return { closedAt: at, outcome: fact.body.outcome };
  }
}

function looked(known: HygieneReview, found: readonly ReviewedFinding[]): Partial<HygieneReview> {
  const carried = found.flatMap(({ key, acceptedUntil }) =>
    acceptedUntil === null ? [] : [[key, acceptedUntil] as const],
  );
  return {
    scans: known.scans + 1,
    findings: found,
    accepted: new Map([...known.accepted, ...carried]),
    unreadableAt: null,
    lookAskedAt: null,
  };
}

export function isAccepted({ accepted }: Pick<HygieneReview, 'accepted'>, key: string, now: Instant): boolean {
  return (accepted.get(key) ?? Number.NEGATIVE_INFINITY) > now;
}

/** Accounts that were being disabled while somebody accepted that they stay: they are not deleted. */
function disabledThough(known: HygieneReview, at: Instant): readonly string[] {
  const accepted = known.findings.filter((one) => isAboutAccount(one) && isAccepted(known, one.key, at));
  return accepted.flatMap(({ user }) => (user !== null && known.disabled.has(user) ? [user] : []));
}

/** What is still to be settled. */
export function openFindings(known: HygieneReview, now: Instant): readonly HygieneFinding[] {
  return known.findings.filter(({ key }) => !isAccepted(known, key, now));
}

/** Accounts that the partner may disable, as the customer has said, and that still have to be. */
export function toDisable(known: HygieneReview, now: Instant): readonly string[] {
  if (known.right?.mayDisable !== true || known.report?.sent !== true) return [];
  const users = openFindings(known, now)
    .filter(isAboutAccount)
    .flatMap(({ user }) => user ?? []);
  return users.filter((user) => !known.leftAlone.has(user));
}

/** Accounts that were disabled here and are to be deleted, now or later, with the instant. */
export function toDelete({
  right,
  disabled,
  deleted,
  leftAlone,
  settings,
}: HygieneReview): ReadonlyMap<string, Instant> {
  if (right?.mayDelete !== true) return new Map();
  const waiting = [...disabled].filter(([user]) => !deleted.has(user) && !leftAlone.has(user));
  return new Map(waiting.map(([user, at]) => [user, at + settings.deleteAfterDays * 86_400_000]));
}

export function stateOf(known: HygieneReview): ReviewState {
  if (known.closedAt !== null) return known.outcome === 'accepted' ? 'accepted' : 'closed';
  if (known.scannedAt === null) return 'opened';
  if (known.toldAt === null) return 'scanned';
  if (known.disabled.size > 0) return 'remedied';
  if (known.scannedAt > known.toldAt) return 'rescanned';
  return known.told.size > 1 ? 'reminded' : 'reported';
}
