import { loadGrant } from '../../db/access-grants.ts';
import type { Db } from '../../db/database.ts';
import { loadReview } from '../../db/hygiene-reviews.ts';
import { loadCase } from '../../db/security-cases.ts';
import { openStreamsOf, type Stream } from '../../db/stream-delivery.ts';
import { decideGrant } from '../../domain/access/decide-grant.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { decideReview } from '../../domain/hygiene/decide-review.ts';
import { decideCase } from '../../domain/security/decide-case.ts';

/** What follows from a stream at a business instant, by the facts that it has now. */
interface Asked {
  readonly moves: readonly unknown[];
  readonly effects: readonly unknown[];
}

const NOTHING: Asked = Object.freeze({ moves: [], effects: [] });

const ASKED: Readonly<Record<Stream, (db: Db, id: string, now: Instant) => Promise<Asked>>> = {
  async security_case(db, id, now) {
    const loaded = await loadCase(db, id);
    return loaded === undefined ? NOTHING : decideCase(loaded.known, now);
  },
  async access_grant(db, id, now) {
    const loaded = await loadGrant(db, id);
    return loaded === undefined ? NOTHING : decideGrant(loaded.known, now);
  },
  async hygiene_review(db, id, now) {
    const loaded = await loadReview(db, id);
    return loaded === undefined ? NOTHING : decideReview(loaded.known, now);
  },
};

/** Whether no case, grant or review of the customer has anything left to do by this business instant. */
export async function haveStreamsActed(db: Db, customerId: string, now: Instant): Promise<boolean> {
  for (const { stream, id } of await openStreamsOf(db, customerId)) {
    const { moves, effects } = await ASKED[stream](db, id, now);
    if (moves.length + effects.length > 0) return false;
  }
  return true;
}
