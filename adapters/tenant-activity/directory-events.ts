import type { AuditTarget, DirectoryAudit, SignIn } from '../../domain/activity/customer-event.ts';
import { asInteger, asList, asText, field, fieldAt, type JsonValue } from '../partner-center/json.ts';
import { actorOf } from './actor.ts';
import { instantIn, needed } from './needed.ts';

/** A record of Entra's sign-in log (contract section 12.2). */
export function signInEvent(record: JsonValue): SignIn {
  const text = (name: string): string | null => asText(field(record, name));
  const userId = needed(text('userId'), 'SignIn', 'userId');
  return Object.freeze({
    id: needed(text('id'), 'SignIn', 'id'),
    at: instantIn(record, 'SignIn', 'createdDateTime'),
    userId,
    homeTenant: foreign(text('homeTenantId'), text('resourceTenantId')),
    application: text('appDisplayName'),
    succeeded: asInteger(fieldAt(record, 'status', 'errorCode')) === 0,
    risk: text('riskLevelAggregated')?.toLowerCase() ?? text('riskLevelDuringSignIn')?.toLowerCase() ?? 'none',
    country: asText(fieldAt(record, 'location', 'countryOrRegion'))?.toUpperCase() ?? null,
    actorId: userId,
    user: text('userPrincipalName'),
    address: text('ipAddress'),
  });
}

function foreign(home: string | null, here: string | null): string | null {
  const tenant = home?.toLowerCase() ?? null;
  return tenant === here?.toLowerCase() ? null : tenant;
}

/** A record of Entra's directory audit (contract section 12.2). */
export function auditEvent(record: JsonValue): DirectoryAudit {
  const by = field(record, 'initiatedBy');
  const person = field(by, 'user');
  const application = field(by, 'app');
  const id =
    asText(field(person, 'id')) ??
    asText(field(application, 'appId')) ??
    asText(field(application, 'servicePrincipalId')) ??
    asText(field(application, 'displayName'));
  return Object.freeze({
    id: needed(asText(field(record, 'id')), 'DirectoryAudit', 'id'),
    at: instantIn(record, 'DirectoryAudit', 'activityDateTime'),
    operation: needed(asText(field(record, 'activityDisplayName')), 'DirectoryAudit', 'activityDisplayName'),
    category: asText(field(record, 'category')),
    succeeded: asText(field(record, 'result'))?.toLowerCase() === 'success',
    targets: asList(field(record, 'targetResources')).map(targetOf),
    ...actorOf(id, asText(field(person, 'userPrincipalName'))),
    address: asText(field(person, 'ipAddress')),
  });
}

function targetOf(target: JsonValue): AuditTarget {
  const name = asText(field(target, 'userPrincipalName'));
  const type = asText(field(target, 'type'));
  return {
    id: asText(field(target, 'id')),
    type,
    // A guest's name is that of his home tenant with this mark.
    isGuest: name?.toUpperCase().includes('#EXT#') === true,
    roles: asList(field(target, 'modifiedProperties')).flatMap((property) => {
      if (asText(field(property, 'displayName'))?.toLowerCase() !== 'role.templateid') return [];
      // The new value is text in JSON's quotes.
      const role = asText(field(property, 'newValue'))?.replaceAll('"', '').toLowerCase();
      return role === undefined || role === '' ? [] : [role];
    }),
  };
}
