import { z } from 'zod';

/** The answer to a webhook. `known`: the event, or the same thing under another name, was handled before. */
export const webhookAnswer = z
  .strictObject({ state: z.enum(['applied', 'known', 'ignored']) })
  .meta({ id: 'WebhookAnswer' });
