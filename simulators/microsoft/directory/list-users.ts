import { type Answer, json } from '../../kit/answer.ts';
import type { GraphCall } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import { countOf, filterBy, selected } from '../graph/odata.ts';
import { accessOf } from '../logs/tenant-access.ts';
import { requireDelegation } from './role-routes.ts';
import { usersOf } from './user.ts';
import { DEFAULT_PROPERTIES, PROPERTIES, userResource } from './user-resource.ts';

const OPTIONS = ['$filter', '$select', '$top', '$count', '$skiptoken'];
const FILTERED = ['createdDateTime', 'userType', 'accountEnabled', 'id', 'userPrincipalName'];
const USER_TYPES = { userType: ['Member', 'Guest'] };
const MOST = 999;
/** Contract 13: with `signInActivity` a page holds at most 500. */
const MOST_WITH_ACTIVITY = 500;
const USUAL = 100;

/** Contract 13: `GET /v1.0/users`. A page follows the place in the whole list, so that nothing is skipped while users change. */
export function listUsers(call: GraphCall): Answer {
  requireDelegation(call, 'reading');
  const { world, tenantId, now } = call;
  const { query } = call.call;
  const unknown = [...query.keys()].find((name) => name.startsWith('$') && !OPTIONS.includes(name));
  if (unknown !== undefined) throw refused(`The query option '${unknown}' is not supported.`);
  const names = namesIn(query.get('$select'));
  requirePremium(call, names);
  const size = sizeOf(query.get('$top'), names);
  const filter = query.get('$filter');
  if (filter?.includes('signInActivity/') === true)
    throw refused('Filtering on signInActivity cannot be mixed with others, and is not offered here alone.');
  const holds = filterBy(filter, FILTERED, USER_TYPES);
  const shown = selected(names.join(','), PROPERTIES);
  const rows = usersOf(world, tenantId).map((user) => userResource(world, user, now));
  const start = countOf(query.get('$skiptoken'), 0);
  const places = rows.map((row, place) => ({ row, place }));
  const rest = places.filter(({ row, place }) => place >= start && holds(row));
  const next = rest[size];
  return json(200, {
    '@odata.context': `${world.address.url}/v1.0/$metadata#users`,
    value: rest.slice(0, size).map(({ row }) => shown(row)),
    ...(next === undefined ? {} : { '@odata.nextLink': onward(call, next.place) }),
  });
}

/** @throws GraphFault 403 where sign-ins are asked of a tenant without Entra ID P1 or P2 (contract 13) */
export function requirePremium({ world, tenantId }: GraphCall, names: readonly string[]): void {
  if (!names.includes('signInActivity') || accessOf(world, tenantId).premium) return;
  throw new GraphFault(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  );
}

/** Names that `$select` asks for. @throws GraphFault 400 for an unknown one, where they are used */
export function namesIn(select: string | null): readonly string[] {
  if (select === null || select === '') return DEFAULT_PROPERTIES;
  return select.split(',').map((name) => name.trim());
}

function sizeOf(top: string | null, names: readonly string[]): number {
  const most = names.includes('signInActivity') ? MOST_WITH_ACTIVITY : MOST;
  const size = countOf(top, USUAL);
  if (size < 1 || size > most)
    throw refused(`Invalid page size specified: '${size}'. Must be between 1 and ${most} inclusive.`);
  return size;
}

function onward({ world, call }: GraphCall, place: number): string {
  const next = new URLSearchParams(call.query);
  next.set('$skiptoken', String(place));
  return `${world.address.url}/v1.0/users?${next.toString()}`;
}

function refused(message: string): GraphFault {
  return new GraphFault(400, 'Request_BadRequest', message);
}
