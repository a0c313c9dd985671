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
const category = z.enum([
  'cryptoMining',
  'spam',
  'hacking',
  'ddos',
  'malware',
  'resale',
  'stolenInstrument',
  'falseBilling',
  'default',
  'other',
]);

/** A case taken by hand: somebody wrote or called. Its clocks run from `receivedAt`. What is open about the same is joined. */
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
    category: category.nullish(),
    mail: id('eml')
      .nullish()
      .meta({ description: 'The mail, among those of the mailbox, that a person has found genuine.' }),
    summary: prose,
    separate: z.boolean().default(false).meta({
      description:
        'It is another matter than what is open about this customer. Else the report joins the open case that it fits, which is then the answer (200): its summary, severity and clocks count there.',
    }),
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
    category: category.nullish(),
    waiveContainment: z.boolean().default(false),
    compromise: z.boolean().default(false),
  })
  .meta({ id: 'CaseVerdict' });

/** How a breach is to be cured: who does what by when. Further steps may follow in a second plan. */
export const casePlan = z
  .strictObject({
    steps: z
      .array(z.strictObject({ what: prose, owner: prose, dueAt: instant }))
      .min(1)
      .max(30),
    note: prose.nullish(),
  })
  .meta({ id: 'CaseCurePlan' });

/** The note is the evidence that it is done. */
export const caseStepDone = z.strictObject({ note: prose }).meta({ id: 'CaseCureStepDone' });

/** Why what is open need not be done, in the name of whoever says so. */
export const casePlanWaiver = z.strictObject({ note: prose }).meta({ id: 'CaseCurePlanWaiver' });

/** What was answered, and where: no interface of Microsoft's carries the answer to a notice. */
export const caseAnswer = z.strictObject({ note: prose }).meta({ id: 'CaseAnswer' });

/** A request at Microsoft's support, by its number there. */
export const caseServiceRequest = z
  .strictObject({ number: z.string().regex(/^[A-Za-z0-9-]{1,64}$/), note: prose.nullish() })
  .meta({ id: 'CaseServiceRequest' });

/** What a person knows better than the case; the rest is taken from its facts. */
export const missingAlertQuery = z.strictObject({
  subscription: z.string().min(1).max(200).optional(),
  resource: z.string().min(1).max(1000).optional(),
  impactStart: instant.optional(),
  impactEnd: instant.optional(),
});

/** The five things that Partner Center's support asks about an alert that never came; `missing` names those not known. */
export const missingAlertReport = z
  .strictObject({
    case: id('sec'),
    partnerTenant: z.string(),
    customerTenant: z.string().nullable(),
    subscription: z.string().nullable(),
    resource: z.string().nullable(),
    impact: z.strictObject({ start: instant, end: instant.nullable() }),
    missing: z.array(z.enum(['customerTenant', 'subscription', 'resource', 'impactEnd'])),
  })
  .meta({ id: 'MissingAlertReport' });

const curePlan = z.strictObject({
  waived: z.boolean(),
  steps: z.array(
    z.strictObject({
      step: z.int(),
      what: z.string().nullable(),
      owner: z.string().nullable(),
      dueAt: instant,
      doneAt: instant.nullable(),
    }),
  ),
});
const serviceRequest = z.strictObject({
  number: z.string(),
  status: z.string().nullable().meta({
    description:
      'As Microsoft says it; `unknown` where it knows no such number, `unreadable` where it refuses it; null until it was read there.',
  }),
  readAt: instant.nullable(),
});

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
    category: category.nullable(),
    curePlan,
    serviceRequests: z.array(serviceRequest),
    containments: z.array(containment),
    reenabled: z
      .array(z.strictObject({ case: id('sec'), containment: z.string(), target: z.string() }))
      .meta({ description: 'What was stopped in an earlier case, now closed, and is on again.' }),
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
  category: category.optional(),
  state: z.enum(['open', ...state.options]).optional(),
  ...paging,
});

export const securityCasePage = page(securityCase);
