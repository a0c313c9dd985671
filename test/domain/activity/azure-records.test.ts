import { describe, expect, it } from 'vitest';
import { azureRecords, NOTHING_CARRIED, uncarried } from '../../../domain/activity/azure-records.ts';
import type { AzureEvent } from '../../../domain/activity/customer-event.ts';

const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

function event(part: Partial<AzureEvent>): AzureEvent {
  return {
    id: `${part.operation} ${part.status ?? 'succeeded'}`,
    at: 1,
    operation: 'microsoft.storage/storageaccounts/write',
    category: 'administrative',
    status: 'succeeded',
    subStatus: null,
    correlationId: 'one',
    resource: '/subscriptions/s/one',
    resourceType: null,
    resourceGroup: 'rg1',
    assigned: null,
    actorId: 'anna',
    user: 'anna@customer.example',
    address: null,
    ...part,
  };
}
const ROLE = { operation: 'microsoft.authorization/roleassignments/write' };
const MACHINE = { operation: 'microsoft.compute/virtualmachines/write' };
const assigned = (role: string) => event({ ...ROLE, status: 'started', assigned: { role, principal: 'boris' } });
const told = (...events: readonly AzureEvent[]) => {
  const { records, carry } = azureRecords(events, NOTHING_CARRIED);
  return [...records, ...uncarried(carry)].map((record) => record.told && `${record.told.kind} ${record.told.subject}`);
};

describe('records of the Azure activity log', () => {
  it('are one an operation, that of its end; what policies and health say is none', () => {
    const ends = [event({ status: 'succeeded', id: 'a' }), event({ status: 'failed', id: 'b' })];
    const others = [event({ status: 'started' }), event({ status: 'accepted' }), event({ category: 'policy' })];
    const { records } = azureRecords([...ends, ...others], NOTHING_CARRIED);
    expect(records.map(({ id, status, told: of }) => [id, status, of])).toEqual([
      ['a', 'succeeded', null],
      ['b', 'failed', null],
    ]);
  });

  it('tell an Owner by the request of the beginning, and nothing of lesser roles or of what failed', () => {
    expect(told(event(ROLE), assigned(OWNER))).toEqual(['ownerAssigned boris']);
    expect(told(event(ROLE), assigned(READER))).toEqual([null]);
    expect(told(event({ ...ROLE, status: 'failed' }), assigned(OWNER))).toEqual([null]);
  });

  it('wait over pages for the beginning, also when it never comes: a role unnamed may be the greatest', () => {
    const first = azureRecords([event(ROLE)], NOTHING_CARRIED);
    expect(first.records).toEqual([]);
    const second = azureRecords([assigned(READER)], first.carry);
    expect(second.records).toMatchObject([{ told: null }]);
    expect(second.carry.waiting).toEqual([]);
    expect(uncarried(first.carry)).toMatchObject([{ told: { kind: 'ownerAssigned', actor: 'anna' } }]);
  });

  it('tell machines that came into being, and not those that were changed', () => {
    const end = event(MACHINE);
    expect(told(end, event({ ...MACHINE, status: 'accepted', subStatus: 'created' }))).toEqual(['machinesCreated rg1']);
    expect(told(end, event({ ...MACHINE, status: 'accepted', subStatus: 'ok' }))).toEqual([null]);
    expect(told(end)).toEqual([null]);
  });

  it.each([
    ['microsoft.consumption/budgets/delete', 'budgetDeleted'],
    ['microsoft.insights/actiongroups/delete', 'alertDeleted'],
  ])('tell %s as %s', (operation, kind) => {
    expect(told(event({ operation }))).toEqual([`${kind} /subscriptions/s/one`]);
  });
});
