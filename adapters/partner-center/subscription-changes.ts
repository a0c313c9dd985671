import type { MicrosoftReadings } from '../../contracts/microsoft-readings.ts';
import type { Runtime } from '../runtime.ts';
import type { Caller } from './call.ts';
import { afterWrite, awaitSight, untilKnown } from './doubt.ts';
import { meaningOf } from './errors.ts';
import {
  asBoolean,
  asInteger,
  contains,
  field,
  isObject,
  type JsonObject,
  type JsonValue,
  withFields,
} from './json.ts';
import type { Limits } from './limits.ts';
import { doubtful, PartnerCenterError } from './partner-center-error.ts';
import type { RenewalSettings, SubscriptionView } from './port.ts';
import { messageRequestId } from './request-id.ts';
import { etagOf, instructionsOf, statusOf, subscriptionView } from './subscription.ts';

/** One kind of change to a subscription (contract section 6.3: never two kinds in one PATCH). */
export interface SubscriptionChange {
  readonly fields: JsonObject;
  /** Whether a resource already is as wanted. */
  readonly done: (resource: JsonValue) => boolean;
  /** A subscription that is gone counts as done. */
  readonly goneIsDone?: boolean;
}

const toStatus = (status: 'suspended' | 'active' | 'deleted'): SubscriptionChange => ({
  fields: { status },
  done: (resource) => statusOf(resource) === status,
  goneIsDone: status === 'deleted',
});

export const suspension = toStatus('suspended');
export const reactivation = toStatus('active');
export const cancellation = toStatus('deleted');

/** Fewer only inside the window of seven days (contract section 6.3). */
export const quantityOf = (quantity: number): SubscriptionChange => ({
  fields: { quantity },
  done: (resource) => asInteger(field(resource, 'quantity')) === quantity,
});

export function renewal(settings: RenewalSettings): SubscriptionChange {
  const { autoRenewEnabled, scheduledNextTermInstructions } = settings;
  return {
    fields: { autoRenewEnabled, scheduledNextTermInstructions },
    done: (resource) =>
      (asBoolean(field(resource, 'autoRenewEnabled')) ?? false) === autoRenewEnabled &&
      // Without a renewal there is no next term: Microsoft drops the instructions then, whatever was sent.
      (!autoRenewEnabled || contains(instructionsOf(resource), scheduledNextTermInstructions)),
  };
}

const subscriptionPath = (tenantId: string, subscriptionId: string): string =>
  `/customers/${encodeURIComponent(tenantId)}/subscriptions/${encodeURIComponent(subscriptionId)}`;

/** Reads one subscription resource whole. */
export async function readResource(caller: Caller, tenantId: string, subscriptionId: string): Promise<JsonObject> {
  const resource = await caller.read({ path: subscriptionPath(tenantId, subscriptionId), tenant: tenantId });
  if (isObject(resource)) return resource;
  throw new PartnerCenterError(meaningOf(500, null), { code: 'no_resource' });
}

/**
 * Makes a change so: read; stop when it is already so; send the whole resource back, because what a PATCH leaves out is
 * reset (auto-renew among it); read until it shows. A resource that changed in between is read and changed afresh.
 */
export function createSubscriptionChanger(
  caller: Caller,
  limits: Limits,
  runtime: Runtime,
  { sendIfMatch }: Pick<MicrosoftReadings, 'sendIfMatch'>,
) {
  return async (
    tenantId: string,
    subscriptionId: string,
    change: SubscriptionChange,
    requestId: string,
  ): Promise<SubscriptionView> => {
    const path = subscriptionPath(tenantId, subscriptionId);

    const seenDone = (before: JsonObject) => async (): Promise<JsonObject | null> => {
      try {
        const resource = await readResource(caller, tenantId, subscriptionId);
        return change.done(resource) ? resource : null;
      } catch (error) {
        const gone = error instanceof PartnerCenterError && error.kind === 'notFound';
        if (gone && change.goneIsDone === true) return withFields(before, change.fields);
        throw error;
      }
    };

    const applyTo = async (before: JsonObject): Promise<SubscriptionView> => {
      const etag = etagOf(before);
      const send = async (): Promise<JsonObject | null> => {
        await caller.write({
          method: 'PATCH',
          path,
          tenant: tenantId,
          body: withFields(before, change.fields),
          messageRequestId: messageRequestId(requestId, 'PATCH', path, etag ?? ''),
          ifMatch: sendIfMatch ? etag : null,
        });
        return afterWrite(awaitSight(seenDone(before), limits.confirmMs, runtime));
      };
      const after = await untilKnown(send, seenDone(before), limits, runtime);
      if (after === null) throw doubtful({ code: 'not_yet_visible' });
      return subscriptionView(after);
    };

    for (let repetition = 0; ; repetition += 1) {
      const before = await readResource(caller, tenantId, subscriptionId);
      if (change.done(before)) return subscriptionView(before);
      try {
        return await applyTo(before);
      } catch (error) {
        const stale = error instanceof PartnerCenterError && error.kind === 'stale';
        if (!stale || repetition >= limits.staleRetries) throw error;
      }
    }
  };
}
