import { randomUUID } from 'node:crypto';
import type { World } from '../world.ts';
import type { Announcement } from './event.ts';

/** What is announced and not yet on its way. `dueAt` is business time of the tenant, wall time without one. */
export interface LateEvent {
  readonly id: string;
  readonly event: Announcement;
  readonly dueAt: number;
}

/** Whose they are that have been sent. */
const SENT = 'sent';
/** Whose they are that concern no tenant. */
const NOBODY = 'nobody';

/**
 * Contract 18.3: an event may come long after what it tells of (`subscription-updated` up to 48 hours). How late each kind is, the
 * settings say; at once by default. It keeps the instant of what happened.
 */
export function announce(world: World, event: Announcement, deliver: (event: Announcement) => void): void {
  const late = world.settings.eventsAfterMs[event.name] ?? 0;
  if (late === 0) return deliver(event);
  const id = randomUUID();
  const dueAt = world.clock.now(event.tenantId) + late;
  world.lateEvents.put(id, event.tenantId ?? NOBODY, { id, event, dueAt });
}

/** Sends what has fallen due of a tenant; of nobody's without one. */
export function sendDue(world: World, deliver: (event: Announcement) => void, tenantId?: string): void {
  for (const one of world.lateEvents.ownedBy(tenantId ?? NOBODY)) {
    if (one.dueAt > world.clock.now(tenantId)) continue;
    world.lateEvents.put(one.id, SENT, one);
    deliver(one.event);
  }
}

/** Of everyone: of those on wall time nobody announces to us that their time has come. */
export function sendAllDue(world: World, deliver: (event: Announcement) => void): void {
  sendDue(world, deliver);
  for (const { tenantId } of world.customers.all()) sendDue(world, deliver, tenantId);
}
