import type { Answer } from '../../kit/answer.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { operationOf } from './operations.ts';
import { recordAudit } from './record.ts';

/** Reads a resource as a GET would answer it; undefined where there is nothing to read. */
type Read = (path: string) => Answer | undefined;

/**
 * Contract 12.1: carries out a write and leaves a record of it, with the resource before and after; a refused one leaves a record that
 * failed. Reads pass through.
 */
export function kept(route: PartnerRoute, call: PartnerCall, read: Read): Answer {
  const operation = operationOf(route);
  if (operation === undefined) return route.handle(call);
  const { world, params, caller } = call;
  const path = resourcePath(call);
  const before = path === undefined ? undefined : read(path);
  const record = (status: 'succeeded' | 'failed', answer: Answer | undefined): void => {
    const customerId = customerOfRecord(call, answer);
    recordAudit(world, {
      ...operation,
      customerId,
      resourceId:
        params['entitlementId'] ??
        params['subscriptionId'] ??
        idIn(answer) ??
        params['tenantId'] ??
        operation.resourceType,
      caller,
      at: world.clock.now(customerId),
      before: before === undefined ? null : pascalText(before),
      after: answer === undefined ? null : pascalText(path === undefined ? answer : (read(path) ?? answer)),
      status,
      correlationId: call.call.headers['ms-correlationid'],
    });
  };
  let answer: Answer;
  try {
    answer = route.handle(call);
  } catch (error) {
    if (error instanceof PartnerFault) record('failed', undefined);
    throw error;
  }
  record('succeeded', answer);
  return answer;
}

/** Where the written resource is read: the path itself, or what a cancellation or reactivation is about. */
function resourcePath({ call }: PartnerCall): string | undefined {
  if (call.method === 'PATCH' || call.method === 'PUT') return call.path;
  return /^(.*\/azureEntitlements\/[^/]+)\/(?:cancel|reactivate)\/?$/i.exec(call.path)?.[1];
}

function customerOfRecord({ world, params }: PartnerCall, answer: Answer | undefined): string | null {
  const azureSubscriptionId = params['azureSubscriptionId']?.toLowerCase();
  if (azureSubscriptionId !== undefined)
    return world.alerts.all().find((one) => one.azureSubscriptionId === azureSubscriptionId)?.customerTenantId ?? null;
  const id = params['tenantId'] ?? idIn(answer);
  return id !== undefined && world.customers.get(id) !== undefined ? id : null;
}

function idIn(answer: Answer | undefined): string | undefined {
  const body = answer === undefined ? undefined : parsed(answer);
  if (body === null || typeof body !== 'object' || !('id' in body)) return undefined;
  return typeof body.id === 'string' ? body.id : undefined;
}

/** Contract 12.1: JSON as text, names in capitals. A first password is nobody's to read later (contract 3). */
function pascalText(answer: Answer): string | null {
  const body = parsed(answer);
  return body === undefined ? null : JSON.stringify(pascalNames(body));
}

function pascalNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalNames);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'userCredentials')
      .map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), pascalNames(member)]),
  );
}

function parsed(answer: Answer): unknown {
  const text = answer.body.toString();
  return text === '' ? undefined : JSON.parse(text);
}
