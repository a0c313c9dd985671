import type { Instant } from '../../domain/calendar/day.ts';
import { toInstantText } from '../partner-center/dates.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asBoolean, asList, asText, field, fieldAt, isObject, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { DirectoryPerson } from './port.ts';

/** What is asked of a user; `signInActivity` comes beside it where the tenant may have it. */
export const BASIC_PROPERTIES = [
  'id',
  'userPrincipalName',
  'displayName',
  'accountEnabled',
  'userType',
  'createdDateTime',
  'externalUserState',
  'assignedLicenses',
];

/** A user of Graph as ours. @throws PartnerCenterError where it lacks what everything hangs on: to skip it would hide a user */
export function personOf(user: JsonValue): DirectoryPerson {
  const id = needed(asText(field(user, 'id')), 'id').toLowerCase();
  const enabled = asBoolean(field(user, 'accountEnabled'));
  const createdAt = instantOf(field(user, 'createdDateTime'));
  if (enabled === null) throw incomplete('accountEnabled');
  if (createdAt === null) throw incomplete('createdDateTime');
  return {
    id,
    // Without a type it is one from before there were types: a member.
    type: asText(field(user, 'userType'))?.toLowerCase() === 'guest' ? 'guest' : 'member',
    isEnabled: enabled,
    createdAt,
    isPending: asText(field(user, 'externalUserState'))?.toLowerCase() === 'pendingacceptance',
    signIn: signInOf(field(user, 'signInActivity')),
    licences: asList(field(user, 'assignedLicenses')).flatMap(
      (one) => asText(field(one, 'skuId'))?.toLowerCase() ?? [],
    ),
    userPrincipalName: asText(field(user, 'userPrincipalName')),
    displayName: asText(field(user, 'displayName')),
  };
}

/** Contract §13: every member may be missing. */
function signInOf(activity: JsonValue | undefined): DirectoryPerson['signIn'] {
  if (!isObject(activity)) return null;
  const instants = ['lastSignInDateTime', 'lastNonInteractiveSignInDateTime', 'lastSuccessfulSignInDateTime']
    .map((name) => instantOf(field(activity, name)))
    .filter((instant) => instant !== null);
  if (instants.length === 0) return null;
  return {
    succeededAt: instantOf(fieldAt(activity, 'lastSuccessfulSignInDateTime')),
    triedAt: Math.max(...instants),
  };
}

export function instantOf(value: JsonValue | undefined): Instant | null {
  const text = toInstantText(asText(value));
  return text === null ? null : Date.parse(text);
}

function needed(value: string | null, name: string): string {
  if (value === null) throw incomplete(name);
  return value;
}

function incomplete(name: string): PartnerCenterError {
  return new PartnerCenterError(meaningOf(500, null), { service: 'Microsoft Graph', code: `user_without_${name}` });
}
