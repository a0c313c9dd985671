import type { Database } from '../../kit/database.ts';
import { collection } from '../../kit/documents.ts';
import { type ChangeLog, changesBetween } from './changes.ts';
import { type Passed, reactivate, settle, suspend } from './machine.ts';
import type { ChangedBy, Subscription } from './subscription.ts';

/** All subscriptions, always brought up to the business time of their tenant before anyone sees them. */
export interface Shelf {
  find(tenantId: string, id: string, now: number): Subscription | undefined;
  ofTenant(tenantId: string, now: number): Subscription[];
  addOnsOf(base: Subscription, now: number): Subscription[];
  /** Puts a new subscription there. */
  add(subscription: Subscription, by: ChangedBy, change: 'ordered' | 'seeded'): void;
  /** Stores what became of one; its add-ons go with it (contract 18.4). Storing the same object again does nothing. */
  replace(before: Subscription, after: Subscription, by: ChangedBy, now: number): void;
}

/** Members that a subscription in an older data directory lacks. */
const UNSET: Pick<Subscription, 'partnerId' | 'fixed' | 'pendingUntil'> = {
  partnerId: null,
  fixed: [],
  pendingUntil: null,
};

export function createShelf(db: Database, log: ChangeLog): Shelf {
  const stored = collection<Subscription>(db, 'subscription');

  function save(s: Subscription): void {
    stored.put(s.id, s.tenantId, s);
  }

  function upToDate(found: Subscription, now: number): Subscription {
    const known = { ...UNSET, ...found };
    const { subscription: settled, passed } = settle(known, now);
    if (passed.length > 0) {
      save(settled);
      for (const one of passed) log.add(entryOf(settled, one));
    }
    return settled.parentSubscriptionId === null ? settled : followBase(settled, now);
  }

  /** An add-on does not outlive its base: when the base has ended, so has the add-on. */
  function followBase(addOn: Subscription, now: number): Subscription {
    const found = stored.get(addOn.parentSubscriptionId ?? '');
    const base = found === undefined ? undefined : upToDate(found, now);
    if (base === undefined || base.status === 'active' || base.status === 'suspended' || base.status === addOn.status)
      return addOn;
    if (addOn.status === 'deleted') return addOn;
    const ended: Subscription = {
      ...addOn,
      status: base.status,
      statusSince: base.statusSince,
      deletesAt: base.deletesAt,
      suspendedBy: null,
      suspensionReasons: [],
      autoRenewEnabled: false,
      scheduledNextTermInstructions: null,
      version: addOn.version + 1,
    };
    save(ended);
    for (const change of changesBetween(addOn, ended, 'time', base.statusSince)) log.add(change);
    return ended;
  }

  function store(before: Subscription, after: Subscription, by: ChangedBy, now: number): void {
    save(after);
    for (const change of changesBetween(before, after, by, now)) log.add(change);
  }

  const shelf: Shelf = {
    find: (tenantId, id, now) => {
      const found = stored.get(id.toLowerCase());
      return found?.tenantId === tenantId ? upToDate(found, now) : undefined;
    },
    ofTenant: (tenantId, now) => stored.ownedBy(tenantId).map((one) => upToDate(one, now)),
    addOnsOf: (base, now) => shelf.ofTenant(base.tenantId, now).filter((one) => one.parentSubscriptionId === base.id),
    add: (subscription, by, change) => {
      save(subscription);
      log.add({
        tenantId: subscription.tenantId,
        subscriptionId: subscription.id,
        at: new Date(subscription.createdAt).toISOString(),
        change,
        by,
        from: null,
        to: subscription.status,
      });
    },
    replace: (before, after, by, now) => {
      if (before === after) return;
      store(before, after, by, now);
      if (before.status === after.status) return;
      for (const addOn of shelf.addOnsOf(after, now)) {
        if (after.status === 'suspended' && addOn.status === 'active')
          store(addOn, suspend(addOn, 'base', now), by, now);
        if (after.status === 'active' && addOn.suspendedBy === 'base') store(addOn, reactivate(addOn, now), by, now);
      }
    },
  };
  return shelf;
}

function entryOf(s: Subscription, passed: Passed): Parameters<ChangeLog['add']>[0] {
  return {
    tenantId: s.tenantId,
    subscriptionId: s.id,
    at: new Date(passed.at).toISOString(),
    change: passed.change,
    by: 'time',
    from: null,
    to: passed.change === 'renewed' ? 'active' : passed.change,
  };
}
