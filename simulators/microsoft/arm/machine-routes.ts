import { type Answer, empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { isOn } from '../entitlements/entitlement.ts';
import { ArmFault } from './arm-fault.ts';
import type { ArmCall, ArmRoute } from './arm-call.ts';
import { type Machine, MACHINE_AFTER_MS, machineId, powerOf } from './machine.ts';

const MACHINE =
  '/subscriptions/{azureSubscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Compute/virtualMachines/{name}';
const apiVersions = ['2024-07-01', '2024-03-01', '2023-09-01'];

/** Azure's compute interface, as far as a machine is stopped and started: both answer 202 and show later. */
export const machineRoutes: readonly ArmRoute[] = [
  { method: 'GET', pattern: `${MACHINE}/instanceView`, apiVersions, handle: instanceView },
  { method: 'POST', pattern: `${MACHINE}/deallocate`, apiVersions, handle: (call) => turn(call, 'deallocated') },
  { method: 'POST', pattern: `${MACHINE}/start`, apiVersions, handle: (call) => turn(call, 'running') },
];

function instanceView(call: ArmCall): Answer {
  const power = powerOf(machineOf(call), call.entitlement, call.now);
  return json(200, {
    statuses: [
      { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
      { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` },
    ],
  });
}

function turn(call: ArmCall, power: 'running' | 'deallocated'): Answer {
  const { world, entitlement, now } = call;
  const machine = machineOf(call);
  // Contract 7.3: what is disabled can be read and not changed.
  if (!isOn(entitlement, now))
    throw new ArmFault(
      409,
      'ReadOnlyDisabledSubscription',
      `The subscription '${entitlement.id}' is disabled and therefore marked as read only.`,
    );
  const before = powerOf(machine, entitlement, now);
  const isSo = before === power || (power === 'running' ? before === 'starting' : before === 'deallocating');
  if (!isSo) {
    const settled = machine.pending !== null && now >= machine.pending.at ? machine.pending.power : machine.power;
    const after: Machine = { ...machine, power: settled, pending: { power, at: now + MACHINE_AFTER_MS } };
    world.machines.put(after.id, after.tenantId, after);
  }
  const operation = `/subscriptions/${entitlement.id}/providers/Microsoft.Compute/locations/polandcentral/operations/${machine.name}`;
  return empty(202, { location: `${world.address.url}${operation}?api-version=2024-07-01` });
}

/** @throws ArmFault 404 */
function machineOf({ world, params, entitlement }: ArmCall): Machine {
  const group = param(params, 'resourceGroup');
  const name = param(params, 'name');
  const found = world.machines.get(machineId(entitlement.id, group, name));
  if (found === undefined)
    throw new ArmFault(
      404,
      'ResourceNotFound',
      `The Resource 'Microsoft.Compute/virtualMachines/${name}' under resource group '${group}' was not found.`,
    );
  return found;
}
