import { isFullAdministration } from '../access/access-target.ts';
import type { ActivityKind } from '../usage/activity-record.ts';
import type { AzureEvent } from './customer-event.ts';
import { type CustomerRecord, NOBODY, type Told } from './customer-record.ts';

/** What of the events so far waits for older ones of the same operation. The log comes newest first. */
export interface AzureCarry {
  /** Ends of operations whose meaning stands with their beginning. */
  readonly waiting: readonly AzureEvent[];
}

export const NOTHING_CARRIED: AzureCarry = { waiting: [] };

/**
 * Makes records out of a page of the Azure activity log, newest first as it comes (practice 8). An operation is kept once, by
 * the record of its end; what a role assignment says and whether a machine is new stand with its beginning, on this page or
 * on a later one.
 */
export function azureRecords(
  page: readonly AzureEvent[],
  carried: AzureCarry,
): { readonly records: readonly CustomerRecord[]; readonly carry: AzureCarry } {
  const about = new Map<string, AzureEvent[]>();
  for (const event of page) {
    const of = about.get(operationOf(event));
    if (of === undefined) about.set(operationOf(event), [event]);
    else of.push(event);
  }
  const records: CustomerRecord[] = [];
  const waiting: AzureEvent[] = [];
  for (const event of [...carried.waiting, ...page.filter(isEnd)]) {
    const its = about.get(operationOf(event)) ?? [];
    if (isUnclear(event) && !its.some(isTelling)) waiting.push(event);
    else records.push(recordOf(event, its));
  }
  return { records, carry: { waiting } };
}

/**
 * Those that still wait when the log is read to its end. A role that nobody named is taken for the greatest, a write of a
 * machine for a change of one that was there: the one is rare and dangerous, the other neither.
 */
export function uncarried({ waiting }: AzureCarry): readonly CustomerRecord[] {
  return waiting.map((event) => recordOf(event, []));
}

const ROLE_WRITE = 'microsoft.authorization/roleassignments/write';
const MACHINE_WRITES: ReadonlySet<string> = new Set([
  'microsoft.compute/virtualmachines/write',
  'microsoft.compute/virtualmachinescalesets/write',
  'microsoft.machinelearningservices/workspaces/computes/write',
]);
/** Practice 68: what would have told of the spending. The names are Azure's own; others leave no trace here. */
const DELETIONS: ReadonlyMap<string, ActivityKind> = new Map([
  ['microsoft.consumption/budgets/delete', 'budgetDeleted'],
  ['microsoft.costmanagement/budgets/delete', 'budgetDeleted'],
  ['microsoft.costmanagement/scheduledactions/delete', 'alertDeleted'],
  ['microsoft.insights/metricalerts/delete', 'alertDeleted'],
  ['microsoft.insights/activitylogalerts/delete', 'alertDeleted'],
  ['microsoft.insights/scheduledqueryrules/delete', 'alertDeleted'],
  ['microsoft.insights/actiongroups/delete', 'alertDeleted'],
]);

/** What people and their tools did; policies and health speak of no deed. */
const KEPT: ReadonlySet<string> = new Set(['administrative', 'security']);

const operationOf = ({ correlationId, id, resource }: AzureEvent): string =>
  `${correlationId ?? id} ${resource?.toLowerCase() ?? ''}`;
const isEnd = ({ status, category }: AzureEvent): boolean =>
  KEPT.has(category) && (status === 'succeeded' || status === 'failed');
const isUnclear = (event: AzureEvent): boolean =>
  event.status === 'succeeded' &&
  !isTelling(event) &&
  (event.operation === ROLE_WRITE || MACHINE_WRITES.has(event.operation));
const isTelling = ({ operation, assigned, subStatus, status }: AzureEvent): boolean =>
  operation === ROLE_WRITE
    ? assigned !== null
    : subStatus === 'created' || (subStatus !== null && status === 'accepted');

function recordOf(event: AzureEvent, its: readonly AzureEvent[]): CustomerRecord {
  const { id, at, operation, actorId, resourceType, resource, status, user, address } = event;
  const told = status === 'succeeded' ? toldBy(event, its) : null;
  return { id, source: 'azure', at, operation, actorId, resourceType, resource, status, user, address, told };
}

function toldBy(event: AzureEvent, its: readonly AzureEvent[]): Told | null {
  const { operation, resource, resourceGroup } = event;
  const tell = (kind: ActivityKind, subject: string | null): Told => ({
    kind,
    actor: event.actorId ?? NOBODY,
    // The log has an address and no country (contract §12.2).
    country: null,
    subject: subject ?? NOBODY,
    count: 1,
  });
  if (operation === ROLE_WRITE) {
    const assigned = event.assigned ?? its.find((one) => one.assigned !== null)?.assigned ?? null;
    if (assigned !== null && !isFullAdministration({ kind: 'azureRole', role: assigned.role })) return null;
    return tell('ownerAssigned', assigned?.principal ?? resource);
  }
  if (MACHINE_WRITES.has(operation))
    return [event, ...its].some(({ subStatus }) => subStatus === 'created')
      ? tell('machinesCreated', resourceGroup ?? resource)
      : null;
  const deleted = DELETIONS.get(operation);
  return deleted === undefined ? null : tell(deleted, resource);
}
