import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, prose, reference } from './values.ts';
import { money } from './wire-money.ts';

const action = z.enum([
  'stopResource',
  'cancelAzureSubscriptions',
  'suspendAzurePlan',
  'suspendSubscriptions',
  'removeAdminRole',
  'revokeSessions',
]);
const targets = z.array(z.string());

/** Without targets it is about everything that the customer has, where the action can be. */
export const caseContainment = z
  .strictObject({
    action,
    targets: z.array(z.string().min(1).max(400)).max(50).default([]).meta({
      description:
        '`suspendSubscriptions`: subscriptions of ours. `cancelAzureSubscriptions`: Azure subscriptions. `suspendAzurePlan`: Azure plans. `stopResource`: virtual machines by their Azure id. `removeAdminRole`, `revokeSessions`: users by their object id.',
    }),
    note: prose.nullish(),
  })
  .meta({ id: 'CaseContainment' });

/** Four eyes: not by the one who asked. */
export const containmentDecision = z
  .strictObject({ decision: z.enum(['approve', 'refuse']), note: prose })
  .meta({ id: 'ContainmentDecision' });

export const containmentReversal = z.strictObject({ note: prose }).meta({ id: 'ContainmentReversal' });

/** A containment as it stands. `stillOn` is what was on when it was last read back. */
export const containment = z
  .strictObject({
    id: z.string(),
    action,
    targets,
    state: z.enum([
      'waiting',
      'refused',
      'ordered',
      'sent',
      'proven',
      'failed',
      'returned',
      'reversing',
      'reversed',
      'reversalFailed',
    ]),
    orderedAt: instant,
    orderedBy: z.string(),
    approval: z.enum(['none', 'fourEyes']),
    approvedBy: z.string().nullable().meta({ description: 'A person, or the policy with its version.' }),
    provenAt: instant.nullable(),
    stillOn: targets,
  })
  .meta({ id: 'Containment' });

const days = z.strictObject({ least: z.int(), most: z.int() });

const proposal = z
  .strictObject({
    action,
    targets,
    blastRadius: z
      .strictObject({
        resources: z.int(),
        azureSubscriptions: z.int(),
        licences: z.int(),
        addOns: z.array(z.string()),
        services: z.array(z.string()),
      })
      .meta({
        description:
          'What stops: resources, Azure subscriptions, licences whose users are cut off, add-ons that go with their base, services.',
      }),
    cost: z
      .strictObject({
        savedPerDay: money.nullable(),
        goesOnPerDay: money.nullable(),
        billedWhileStopped: z.boolean(),
      })
      .meta({ description: 'Money a day, from this month so far; null where nobody knows.' }),
    reversible: z.strictObject({
      how: z.enum(['startAgain', 'reactivate', 'releaseHold', 'grantAnew', 'signInAgain']),
      dataKeptDays: days.nullable(),
    }),
    approval: z.enum(['none', 'fourEyes']),
    why: z.string(),
  })
  .meta({ id: 'ContainmentProposal' });

/** `complete` is false while Microsoft cannot be asked: then only what the book and the alerts say is in it. */
export const containmentProposals = z
  .strictObject({ case: id('sec'), complete: z.boolean(), items: z.array(proposal) })
  .meta({ id: 'ContainmentProposals' });

export const containmentApprovalState = z.enum(['open', 'approved', 'refused']);

/** A containment that waits for a second person, or did. `dueAt`: when the case is to have been acted upon. */
const containmentApproval = z
  .strictObject({
    case: id('sec'),
    containment: z.string(),
    customer: id('cus'),
    kind: z.enum(['fraud', 'security', 'aup', 'notice']),
    severity: z.enum(['low', 'medium', 'high']),
    action,
    targets,
    state: containmentApprovalState,
    askedBy: z.string(),
    askedAt: instant,
    dueAt: instant.nullable(),
    mayDecide: z
      .boolean()
      .meta({ description: 'Whether whoever asks for this list may: not what was asked by himself.' }),
    decidedBy: z.string().nullable().meta({ description: 'A person, or the policy with its version.' }),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'ContainmentApproval' });

export const containmentApprovalQuery = z.strictObject({
  customer: reference('cus').optional(),
  state: containmentApprovalState.optional(),
  ...paging,
});

export const containmentApprovalPage = page(containmentApproval);
