import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, prose, reference } from './values.ts';
import { money } from './wire-money.ts';

const kind = z.enum(['fraud', 'security', 'aup', 'notice']);
const severity = z.enum(['low', 'medium', 'high']);
const state = z.enum(['received', 'acknowledged', 'investigated', 'contained', 'answered', 'closed']);
const verdict = z.enum(['fraud', 'legitimate', 'ignored']);

/** A case taken by hand: somebody wrote or called. Its clocks run from `receivedAt`. */
export const newSecurityCase = z
  .strictObject({
    customer: reference('cus'),
    kind,
    severity,
    source: z.enum(['mail', 'phone', 'other']),
    receivedAt: instant,
    answerBy: instant
      .nullish()
      .meta({ description: 'The instant by which a notice wants an answer, where it names one.' }),
    summary: prose,
  })
  .meta({ id: 'NewSecurityCase' });

export const caseAcknowledgement = z.strictObject({ note: prose.nullish() }).meta({ id: 'CaseAcknowledgement' });

/** `waiveContainment` closes a fraud without containing anything, in the name of whoever says so. */
export const caseVerdict = z
  .strictObject({ verdict, note: prose, waiveContainment: z.boolean().default(false) })
  .meta({ id: 'CaseVerdict' });

/** Without targets it is about everything that the customer has. */
export const caseContainment = z
  .strictObject({
    action: z.enum(['suspendSubscriptions', 'cancelAzureSubscriptions']),
    targets: z.array(z.string().min(1).max(200)).max(50).default([]),
    note: prose.nullish(),
  })
  .meta({ id: 'CaseContainment' });

const deadline = z.strictObject({
  what: z
    .templateLiteral([z.literal('cure.'), z.int().positive()])
    .or(z.enum(['acknowledge', 'act', 'answer']))
    .meta({ description: 'The promise; `cure.2` is the second step of the cure plan.' }),
  at: instant,
  met: z.boolean().nullable(),
});
const evidence = z.strictObject({
  at: instant,
  kind: z.string(),
  by: z.string(),
  body: z.record(z.string(), z.unknown()),
});

/** `met` of a deadline is null while it is open and in time. `evidence` is every fact of the case, in order. */
export const securityCase = z
  .strictObject({
    id: id('sec'),
    customer: id('cus'),
    source: z.enum(['alert', 'watch', 'mail', 'phone', 'other']),
    kind,
    severity,
    state,
    receivedAt: instant,
    acknowledgedAt: instant.nullable(),
    actedAt: instant.nullable(),
    answeredAt: instant.nullable(),
    closedAt: instant.nullable(),
    deadlines: z.array(deadline),
    verdict: verdict.nullable(),
    evidence: z.array(evidence),
    exposure: money,
    summary: z.string().nullable(),
  })
  .meta({ id: 'SecurityCase' });

export const securityCaseQuery = z.strictObject({
  customer: reference('cus').optional(),
  kind: kind.optional(),
  state: z.enum(['open', ...state.options]).optional(),
  ...paging,
});

export const securityCasePage = page(securityCase);
