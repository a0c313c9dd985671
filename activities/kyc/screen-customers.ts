import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import type { Change } from '../../db/change.ts';
import { commitChange } from '../../db/commit-change.ts';
import { customersToScreen, listedParties, listMark, screeningStatement, type ToScreen } from '../../db/screenings.ts';
import { type Hit, type ScreeningIndex, screeningIndex } from '../../domain/kyc/screening.ts';
import { wantedEvidence } from '../../domain/onboarding/wanted-evidence.ts';
import type { ActivityDeps } from '../deps.ts';
import { recordScreening } from './record-screening.ts';

const BATCH = 500;

/**
 * Screens every live customer who was not screened under this list and these names (practice 35). A name that is like one on
 * the list is a task for an analyst, once for each party: whether it is the same, and whether he is still served, a person
 * says. Nobody is blocked by a likeness.
 */
export async function screenCustomers(deps: ActivityDeps): Promise<RoundReport> {
  const mark = await listMark(deps.db);
  if (mark === undefined) return { looked: 0, woken: 0 };
  let index: ScreeningIndex | undefined;
  let [looked, woken] = [0, 0];
  for (let after = ''; ; ) {
    const batch = await customersToScreen(deps.db, mark.sha256, { after, limit: BATCH });
    // The list is read only where there is somebody to be looked for in it.
    if (batch.length > 0) index ??= screeningIndex(await listedParties(deps.db));
    for (const customer of batch) {
      Context.current().heartbeat(customer.customerId);
      if (await screen(deps, customer, mark.sha256, hitsOf(index, customer))) woken += 1;
    }
    looked += batch.length;
    after = batch.at(-1)?.customerId ?? after;
    if (batch.length < BATCH) return { looked, woken };
  }
}

/** The likest hit of each party, whichever of the customer's names it is like. */
function hitsOf(index: ScreeningIndex | undefined, { names }: ToScreen): readonly Hit[] {
  const best = new Map<string, Hit>();
  for (const hit of names.flatMap((name) => index?.hitsOf(name) ?? []))
    if (hit.likeness > (best.get(hit.party)?.likeness ?? 0)) best.set(hit.party, hit);
  return [...best.values()].toSorted((left, right) => right.likeness - left.likeness);
}

/** @returns whether anything was recorded of the customer, so that its life takes a turn */
async function screen(deps: ActivityDeps, customer: ToScreen, list: string, hits: readonly Hit[]): Promise<boolean> {
  const { db, newId, wallNow } = deps;
  const request = {
    customer: customer.customerId,
    actor: 'screening',
    wallNow: wallNow(),
    newId,
    because: 'screening',
  };
  const { operationId } = await commitChange(db, request, (change) => {
    change.write(screeningStatement(customer, list, hits, request.wallNow));
    const fresh = hits.filter((hit) => !customer.knownHits.includes(hit.party));
    for (const hit of fresh) askAnalyst(change, hit, list);
    if (fresh.length > 0 || isWaitedFor(change)) recordScreening(change, { list, hits, recordedAt: request.wallNow });
  });
  return operationId !== null;
}

function askAnalyst(change: Change, { party, likeness }: Hit, list: string): void {
  const key = `sanctionsHit/${party}`;
  change.audit('screening.hit', { party, likeness, list });
  if (change.account.tasks.some((task) => task.key === key)) return;
  const body = { task: change.newId('tsk'), key, what: 'sanctionsHit' };
  change.record([{ kind: 'task.opened', effectiveOn: change.today, body }]);
}

/** An onboarding that wants to see a screening and has seen none is told of the first one; no other life needs to know. */
function isWaitedFor({ account, policy }: Change): boolean {
  return (
    !account.onboarded &&
    !account.known.evidence.has('sanctionsScreening') &&
    wantedEvidence(account, policy).includes('sanctionsScreening')
  );
}
