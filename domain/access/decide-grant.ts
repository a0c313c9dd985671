import type { Instant } from '../calendar/day.ts';
import { type AccessGrant, isOver, isToEnd } from './access-grant.ts';
import type { GrantFactDraft } from './grant-facts.ts';

/** What is to be done at Microsoft, by a key that names it once for ever. */
export type GrantEffect =
  | { readonly kind: 'activate'; readonly key: 'activate' }
  | { readonly kind: 'end'; readonly key: string }
  | { readonly kind: 'ask'; readonly key: 'ask' };

export interface GrantDecision {
  readonly moves: readonly GrantFactDraft[];
  readonly effects: readonly GrantEffect[];
  /** When the answer would change by time alone; null when only an event can change it. */
  readonly wakeAt: Instant | null;
  readonly over: boolean;
}

/** A tenant that keeps us out is asked again: somebody has to let us in, which takes minutes or days. */
const FIRST_RETRY_MS = 600_000;
const SLOWEST_RETRY_MS = 6 * 3_600_000;
const FIRST_CHECK_MS = 10_000;
const SLOWEST_CHECK_MS = 3_600_000;
/** About twenty minutes of trying; then a person is asked, and the trying goes on. */
const CHECKS_BEFORE_A_PERSON = 8;

/**
 * What follows from a grant and the time. Pure: the same grant and instant give the same answer for ever. An end is tried
 * until it is proven, however long that takes: access that everybody believes to be over is the worse mistake.
 */
export function decideGrant(known: AccessGrant, now: Instant): GrantDecision {
  if (isOver(known)) return { moves: [], effects: [], wakeAt: null, over: true };
  const moves = movesOf(known, now);
  return {
    moves,
    effects: moves.length > 0 ? [] : effectsOf(known, now),
    wakeAt: moves.length > 0 ? now : wakeOf(known, now),
    over: false,
  };
}

/** Without anything asked of Microsoft a grant ends by itself: refused, because it was revoked or its time has passed. */
function movesOf({ activatingAt, revokedAt, endsAt, shutOuts }: AccessGrant, now: Instant): readonly GrantFactDraft[] {
  if (activatingAt !== null) return [];
  if (revokedAt !== null) return [{ kind: 'grant.refused', body: { because: 'revoked' } }];
  if (now < endsAt) return [];
  return [{ kind: 'grant.refused', body: { because: shutOuts > 0 ? 'shutOut' : 'lapsed' } }];
}

function effectsOf(known: AccessGrant, now: Instant): readonly GrantEffect[] {
  if (isToEnd(known, now)) {
    const effects: GrantEffect[] = [];
    if (now >= checkAt(known)) effects.push({ kind: 'end', key: `end.${known.checks + 1}` });
    if (known.checks >= CHECKS_BEFORE_A_PERSON && !known.unproven) effects.push({ kind: 'ask', key: 'ask' });
    return effects;
  }
  const isDue = known.approvedAt !== null && known.activatedAt === null && now >= activateAt(known);
  return isDue ? [{ kind: 'activate', key: 'activate' }] : [];
}

/** At its start; where the tenant has kept us out, again after a while, ever more slowly. */
function activateAt({ startsAt, shutOuts, shutOutAt, activatingAt }: AccessGrant): Instant {
  if (shutOutAt === null || activatingAt !== null) return startsAt;
  return shutOutAt + Math.min(FIRST_RETRY_MS * 2 ** (shutOuts - 1), SLOWEST_RETRY_MS);
}

/** At once, then slower with every look that has not proven it. */
function checkAt({ revokedAt, endsAt, checks, checkedAt }: AccessGrant): Instant {
  if (checkedAt === null) return revokedAt ?? endsAt;
  return checkedAt + Math.min(FIRST_CHECK_MS * 2 ** (checks - 1), SLOWEST_CHECK_MS);
}

function wakeOf(known: AccessGrant, now: Instant): Instant | null {
  const { approvedAt, activatedAt, endsAt } = known;
  const instants = isToEnd(known, now)
    ? [checkAt(known)]
    : [...(approvedAt !== null && activatedAt === null ? [activateAt(known)] : []), endsAt];
  const ahead = instants.filter((instant) => instant > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
