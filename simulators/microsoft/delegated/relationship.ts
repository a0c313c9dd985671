import { DAY_MS } from '../term.ts';
import type { World } from '../world.ts';

/** Contract 14.1: a delegated admin relationship (GDAP). What time makes of it is seen by `settled`. */
export interface Relationship {
  readonly id: string;
  readonly displayName: string;
  readonly duration: string;
  /** Null until the customer is named. */
  readonly customer: { readonly tenantId: string; readonly displayName: string } | null;
  /** Role definition ids. */
  readonly roles: readonly string[];
  readonly autoExtendDuration: string;
  readonly status: RelationshipStatus;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly activatedAt: number | null;
  readonly endsAt: number | null;
  readonly version: number;
  readonly deleted: boolean;
}

export type RelationshipStatus = 'created' | 'approvalPending' | 'active' | 'expired' | 'terminated';

export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const PRIVILEGED_ROLE_ADMINISTRATOR = 'e8611ab8-c189-46e8-94e1-60213ab1f814';

/** Contract 14.1: from a day to two years; undefined for anything else. In days, a year having 365. */
export function daysOf(duration: string): number | undefined {
  const [, years = '0', months = '0', days = '0'] = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(duration) ?? [];
  const sum = Number(years) * 365 + Number(months) * 30 + Number(days);
  return sum >= 1 && sum <= 730 ? sum : undefined;
}

/** Contract 14.1: what has come to its end is expired, or begins anew by as many days as it extends itself. */
export function settled(one: Relationship, now: number): Relationship {
  if (one.status !== 'active' || one.endsAt === null || now < one.endsAt) return one;
  const extension = daysOf(one.autoExtendDuration);
  const version = one.version + 1;
  if (extension === undefined) return { ...one, status: 'expired', modifiedAt: one.endsAt, version };
  return settled({ ...one, endsAt: one.endsAt + extension * DAY_MS, modifiedAt: one.endsAt, version }, now);
}

/** Keeps a changed relationship and announces what became of it (contract 11.4). Runs in the transaction of its caller. */
export function keep(world: World, one: Relationship, at: number): void {
  const before = world.relationships.get(one.id);
  world.relationships.put(one.id, one.customer?.tenantId ?? '', one);
  if (before?.status === one.status) return;
  const words = { active: ['approved', 'activated'], expired: ['expired'], terminated: ['terminated'] } as const;
  if (one.status !== 'active' && one.status !== 'expired' && one.status !== 'terminated') return;
  for (const word of words[one.status])
    world.onEvent.deliver({
      name: `granular-admin-relationship-${word}`,
      resourceName: 'granular-admin-relationship',
      resourceUri: `https://graph.microsoft.com/v1.0/tenantRelationships/delegatedAdminRelationships/${one.id}`,
      at,
      tenantId: one.customer?.tenantId,
    });
}

/** What time has made of a tenant's relationships, so that it is announced. */
export function settleRelationships(world: World, tenantId: string): void {
  const now = world.clock.now(tenantId);
  for (const one of world.relationships.ownedBy(tenantId)) {
    const after = settled(one, now);
    if (after !== one) keep(world, after, now);
  }
}

/**
 * Contract 14 and 17: what the partner may do in a customer's tenant rests on a relationship in force. A tenant in which
 * none was ever made is taken as one that gave everything, so that a world without GDAP works as well (I).
 */
export function delegation(world: World, tenantId: string): 'none' | 'reading' | 'rights' {
  settleRelationships(world, tenantId);
  const ever = world.relationships.ownedBy(tenantId).filter(({ activatedAt }) => activatedAt !== null);
  if (ever.length === 0) return 'rights';
  const roles = ever.filter(({ status }) => status === 'active').flatMap((one) => one.roles);
  if (roles.length === 0) return 'none';
  return roles.includes(GLOBAL_ADMINISTRATOR) || roles.includes(PRIVILEGED_ROLE_ADMINISTRATOR) ? 'rights' : 'reading';
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function etagOf({ id, version }: { readonly id: string; readonly version: number }): string {
  return `W/"${Buffer.from(`${id} ${version}`).toString('base64url')}"`;
}

/** Contract 14.1: as Graph shows it. */
export function relationshipResource(one: Relationship): Readonly<Record<string, unknown>> {
  return {
    '@odata.etag': etagOf(one),
    id: one.id,
    displayName: one.displayName,
    duration: one.duration,
    customer: one.customer,
    accessDetails: { unifiedRoles: one.roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
    status: one.status,
    autoExtendDuration: one.autoExtendDuration,
    createdDateTime: instant(one.createdAt),
    lastModifiedDateTime: instant(one.modifiedAt),
    activatedDateTime: instant(one.activatedAt),
    endDateTime: instant(one.endsAt),
  };
}
