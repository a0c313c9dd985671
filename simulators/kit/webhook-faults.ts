import { z } from 'zod';
import { aim, type Faults, ms } from './faults.ts';
import type { Dispatch, WebhookSender } from './webhook-sender.ts';

/** What may befall a webhook; aim with `match: {eventType}`. */
export const webhookFaults = [
  z.strictObject({ ...aim, kind: z.literal('webhookDuplicate'), copies: z.int().min(2).max(20).default(2) }),
  z.strictObject({ ...aim, kind: z.literal('webhookDelay'), ms }),
  z.strictObject({ ...aim, kind: z.literal('webhookDrop') }),
  /** The event waits until the next one has been delivered. */
  z.strictObject({ ...aim, kind: z.literal('webhookReorder') }),
] as const;

type WebhookFault = z.infer<(typeof webhookFaults)[number]>;

const KINDS: readonly WebhookFault['kind'][] = ['webhookDuplicate', 'webhookDelay', 'webhookDrop', 'webhookReorder'];

function isWebhookFault(fault: { readonly kind: string }): fault is WebhookFault {
  return KINDS.some((kind) => kind === fault.kind);
}

/** Sends one event with whatever strikes it. */
export function dispatchUnderFaults<F extends { readonly kind: string }>(
  sender: Pick<WebhookSender, 'dispatch'>,
  faults: Faults<F>,
  event: Dispatch,
): void {
  let fated = event;
  for (const fault of faults.strike({ eventType: event.eventType }, KINDS)) {
    if (!isWebhookFault(fault)) continue;
    if (fault.kind === 'webhookDuplicate') fated = { ...fated, copies: fault.copies };
    if (fault.kind === 'webhookDelay') fated = { ...fated, delayMs: fault.ms };
    if (fault.kind === 'webhookDrop') fated = { ...fated, fate: 'dropped' };
    if (fault.kind === 'webhookReorder') fated = { ...fated, fate: 'held' };
  }
  sender.dispatch(fated);
}
