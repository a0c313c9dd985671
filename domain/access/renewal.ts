import type { Instant } from '../calendar/day.ts';
import { type DelegatedRelationship, isMissed, OFFER_DAYS } from './relationship-end.ts';
import type { RelationshipUse } from './relationship-use.ts';

/** A successor to be offered to the customer for a relationship that comes to its end (practice 72). */
export interface Renewal {
  readonly predecessor: string;
  /** Role definitions of the predecessor that somebody uses, or of which nobody can say. */
  readonly roles: readonly string[];
  /** Those that nobody has used (practice 69): they are not asked for again. */
  readonly dropped: readonly string[];
  /** Microsoft's word, such as `P365D`; two years at most. */
  readonly duration: string;
}

const DAY_MS = 86_400_000;
/** Where Microsoft did not say how long the predecessor was agreed for. */
const USUAL_DURATION = 'P365D';

/**
 * Successors to be offered: as long as the predecessor was, with its roles less those that nobody uses, and never one that
 * extends itself. What nobody uses at all is left to end, and what the customer has before him already is not offered again.
 *
 * @param known relationships for which a successor was decided on before: each has one, ever
 */
export function renewalsDue(
  relationships: readonly DelegatedRelationship[],
  uses: readonly RelationshipUse[],
  known: ReadonlySet<string>,
  now: Instant,
): readonly Renewal[] {
  const useOf = new Map(uses.map((use) => [use.relationship, use]));
  return relationships.flatMap((one): readonly Renewal[] => {
    const { id, endsAt, duration } = one;
    if (known.has(id) || endsAt === null || endsAt - now > OFFER_DAYS * DAY_MS) return [];
    if (!isMissed(one, relationships, now)) return [];
    const { use = 'unknown', unusedRoles = [] } = useOf.get(id) ?? {};
    const roles = one.roles.filter((role) => !unusedRoles.includes(role));
    if (use === 'unused' || roles.length === 0 || isWaitingFor(relationships, roles)) return [];
    const dropped = one.roles.filter((role) => !roles.includes(role));
    return [{ predecessor: id, roles, dropped, duration: duration ?? USUAL_DURATION }];
  });
}

/** Before the customer has approved it, or on the way to being in force. */
const WAITING: ReadonlySet<string> = new Set(['created', 'approvalPending', 'approved', 'activating']);

function isWaitingFor(relationships: readonly DelegatedRelationship[], roles: readonly string[]): boolean {
  return relationships.some((one) => WAITING.has(one.status) && roles.every((role) => one.roles.includes(role)));
}

/** Microsoft's limit on a display name. */
const LONGEST_NAME = 50;

/**
 * What the successor is called, at the customer's and at ours: the partner's name, and a code of the predecessor by which it is
 * unique and found again.
 */
export function successorName(partner: string, code: string): string {
  const plain = partner
    .replaceAll(/[^\p{L}\p{N} .&-]/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return `${plain.slice(0, LONGEST_NAME - code.length - 1).trim()} ${code}`.trim();
}
