import { z } from 'zod';
import { containment } from './containment.ts';
import { creditClaim } from './credit-requests.ts';
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

/**
 * `waiveContainment` closes a fraud without containing anything, in the name of whoever says so. `compromise` says that an account
 * was taken over: the drill is started, and the case is not closed before its steps are done or waived.
 */
export const caseVerdict = z
  .strictObject({
    verdict,
    note: prose,
    waiveContainment: z.boolean().default(false),
    compromise: z.boolean().default(false),
  })
  .meta({ id: 'CaseVerdict' });

const deadline = z.strictObject({
  what: z.enum(['acknowledge', 'act', 'answer']),
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
    containments: z.array(containment),
    drill: z
      .strictObject({ startedAt: instant, open: z.array(z.string()) })
      .nullable()
      .meta({ description: 'Steps after a compromise that are neither done nor waived.' }),
    credit: creditClaim.nullable(),
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
