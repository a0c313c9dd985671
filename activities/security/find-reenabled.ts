import { type ClosedFrauds, closedFrauds } from '../../db/closed-frauds.ts';
import { findCustomer } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { loadCase } from '../../db/security-cases.ts';
import type { Containment } from '../../domain/security/containment.ts';
import { azureKeptOff, keptOff, servesUnderHold } from '../../domain/security/kept-off.ts';
import { isStillSuspected } from '../../domain/security/same-matter.ts';
import type { SecurityCase } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from './take-signal.ts';

type FindDeps = Pick<ActivityDeps, 'db' | 'azureEntitlements' | 'azureMachines' | 'wallNow' | 'newId' | 'log'>;

/** A closed case with a containment that is meant to hold on. */
interface Kept {
  readonly caseId: string;
  readonly known: SecurityCase;
  readonly containment: Containment;
}

/**
 * Looks once a day whether what was stopped for a fraud that is closed is on again (practices 23, 52): an open case looks every
 * hour, a closed one not at all. Microsoft is asked once for each customer, however many cases he has, and for each machine that
 * was stopped by itself. What is on becomes part of a new case, or of the customer's open one, once for each thing; nothing is
 * switched off again by itself. One customer who cannot be read does not keep the others from being looked at.
 * @returns how many things were found for the first time
 */
export async function findReenabled(deps: FindDeps): Promise<number> {
  let found = 0;
  for (const one of await closedFrauds(deps.db)) {
    try {
      found += await lookAt(deps, one);
    } catch (error) {
      deps.log.warn({ err: error, customerId: one.customerId }, 'what was stopped for a fraud could not be looked at');
    }
  }
  return found;
}

async function lookAt(deps: FindDeps, { customerId, tenant, cases }: ClosedFrauds): Promise<number> {
  const kept: Kept[] = [];
  for (const caseId of cases) {
    const known = (await loadCase(deps.db, caseId))?.known;
    if (known !== undefined) kept.push(...keptOff(known).map((containment) => ({ caseId, known, containment })));
  }
  const customer = await findCustomer(deps.db, customerId);
  if (kept.length === 0 || customer === undefined) return 0;
  const { account } = await loadAccount(deps.db, customer);
  const azureOn = await azureOnOf(deps, tenant, kept);
  let found = 0;
  for (const one of kept) {
    const off = azureKeptOff(one.containment);
    const on = [...azureOn.filter((id) => off.has(id.toLowerCase())), ...servesUnderHold(account, one.containment)];
    for (const target of on) if (await take(deps, customerId, one, target)) found += 1;
  }
  return found;
}

/** What is on at Microsoft of the kinds that these containments have stopped. */
async function azureOnOf(deps: FindDeps, tenant: string, kept: readonly Kept[]): Promise<readonly string[]> {
  const on: string[] = [];
  const of = (...actions: readonly Containment['action'][]) =>
    kept.filter(({ containment }) => actions.includes(containment.action));
  if (of('cancelAzureSubscriptions', 'suspendAzurePlan').length > 0)
    for (const { id, active } of await deps.azureEntitlements.list(tenant)) if (active) on.push(id);
  const machines = new Set(of('stopResource').flatMap(({ containment }) => containment.targets));
  for (const machine of machines) if (await deps.azureMachines.isOn(tenant, machine)) on.push(machine);
  return on;
}

async function take(
  deps: FindDeps,
  customerId: string,
  { caseId, known, containment: { containment } }: Kept,
  target: string,
): Promise<boolean> {
  return await deps.db.transaction().execute((trx) =>
    takeSignal(deps, trx, {
      customerId,
      kind: 'fraud',
      occurrence: `reenabled/${caseId}/${containment}/${target.toLowerCase()}`,
      severity: known.severity,
      source: 'watch',
      actor: 'reconciliation',
      linked: { kind: 'case.reenabledLinked', body: { case: caseId, containment, target } },
      // A fraud that is being contained is the same matter; one that people have just called legitimate is not.
      fits: isStillSuspected,
      evenJudged: true,
    }),
  );
}
