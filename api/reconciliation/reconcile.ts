import type { z } from 'zod';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { seenSubscriptions } from '../../adapters/partner-center/seen-subscriptions.ts';
import type { reconciliation } from '../../contracts/reconciliation.ts';
import { type CustomerHead, findCustomer } from '../../db/customers.ts';
import { compareProjections } from '../../db/rebuild.ts';
import { linkedTenant, recordSubscriptions } from '../../db/record-subscriptions.ts';
import type { Actor } from '../actor.ts';
import type { ApiDeps } from '../deps.ts';

type Report = z.output<typeof reconciliation>;
type Failure = Report['failed'][number];

/** What was out of step with one customer, and is mended where time or telling mends it. */
export interface Reconciled {
  readonly observed: number;
  readonly told: boolean;
  readonly failed: readonly Failure[];
  readonly differences: Report['differences'];
}

/** A read that something overtook is repeated so many times; after that the next reconciliation reads again. */
const TRIES = 3;

/**
 * Which lives are told: `all`, also one that is not behind, and so one that is missing is started; those `behind` what is
 * known or their deadline; or only those of whom something new was `observed`. Whoever records a fact tells of it himself,
 * and the relay behind him: to tell again in passing would cost a turn of the life and decide nothing.
 */
export type Telling = 'all' | 'behind' | 'observed';

/**
 * Reads the customer's subscriptions at Microsoft and records what differs, tells the life, and compares every row that
 * follows from the customer's facts.
 */
export async function reconcile(
  deps: ApiDeps,
  actor: Actor,
  customer: string,
  telling: 'all' | 'behind',
): Promise<Reconciled> {
  const compared = await compareWithMicrosoft(deps, actor.name, customer, telling);
  const head = await findCustomer(deps.db, customer);
  const differences = head === undefined ? [] : await compareProjections(deps.db, head);
  return { ...compared, differences: differences.map(({ table, key, what }) => ({ customer, table, key, what })) };
}

/** Reads the customer's subscriptions at Microsoft, records what differs in the name of `actor`, and tells the life. */
export async function compareWithMicrosoft(
  deps: ApiDeps,
  actor: string,
  customer: string,
  telling: Telling,
): Promise<Omit<Reconciled, 'differences'>> {
  const failed: Failure[] = [];
  const observed = await observe(deps, actor, customer).catch((error: unknown) => {
    if (!(error instanceof PartnerCenterError)) throw error;
    failed.push({ customer, what: 'subscriptions', why: error.code ?? error.kind });
    return 0;
  });
  const head = await findCustomer(deps.db, customer);
  if (head === undefined) return { observed, told: false, failed };
  const told = await tell(deps, head, observed > 0 ? 'all' : telling);
  if (told === 'pending') failed.push({ customer, what: 'life', why: 'the life did not answer; it is told again' });
  return { observed, told: told === 'told', failed };
}

/** How many subscriptions were otherwise at Microsoft than on record. @throws PartnerCenterError */
async function observe(deps: ApiDeps, actor: string, customer: string): Promise<number> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const linked = await linkedTenant(deps.db, customer);
    if (linked === undefined) return 0;
    const seen = await seenSubscriptions(deps.partnerCenter, linked.tenant);
    const request = { actor, wallNow: deps.now(), newId: deps.newId };
    const { knownVersion } = linked;
    const committed = await recordSubscriptions(deps.db, request, { customer, knownVersion, seen });
    if (committed !== null) return committed.result;
  }
  return 0;
}

async function tell(deps: ApiDeps, head: CustomerHead, telling: Telling): Promise<'told' | 'pending' | 'notNeeded'> {
  const { id, factVersion, assessedVersion, phase, wakeAt, clock } = head;
  if (telling === 'observed') return 'notNeeded';
  const late = clock.mode === 'live' && wakeAt !== null && wakeAt < deps.now();
  if (telling === 'behind' && !late && factVersion === assessedVersion) return 'notNeeded';
  // A closed life has ended; telling it would start it again for nothing.
  if (phase === 'closed' && factVersion === assessedVersion) return 'notNeeded';
  const turn = await deps.lifecycle.changed(id, { factVersion, because: 'reconciliation' }, deps.newId('op'));
  return turn === 'pending' ? 'pending' : 'told';
}
