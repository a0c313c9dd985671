import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, line, reference } from './values.ts';

export const auditQuery = z.strictObject({
  customer: reference('cus').optional(),
  actor: line(200).optional(),
  kind: line(100).optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...paging,
});

/** One link of a chain. `hash` covers the body and `previousHash`; personal data is never in the body. */
export const auditEvent = z
  .strictObject({
    chain: z.string().meta({ description: 'A customer id, or `system`.' }),
    seq: z.int(),
    at: instant,
    recordedAt: instant,
    kind: z.string(),
    actor: z.string(),
    body: z.record(z.string(), z.unknown()),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEvent' });

export const auditPage = page(auditEvent);

/** Every chain recomputed; `firstBroken` is the first link that does not hold. */
export const auditVerification = z
  .strictObject({
    chains: z.int(),
    events: z.int(),
    intact: z.boolean(),
    firstBroken: z.strictObject({ chain: z.string(), seq: z.int(), problem: z.string() }).nullable(),
  })
  .meta({ id: 'AuditVerification' });

/** The Temporal history of every run, oldest first, each as Temporal's own tools read it. */
export const history = z
  .strictObject({
    workflowId: z.string(),
    customer: id('cus'),
    runs: z.array(z.strictObject({ runId: z.string(), history: z.record(z.string(), z.unknown()) })),
  })
  .meta({ id: 'History' });
