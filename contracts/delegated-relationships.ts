import { z } from 'zod';
import { id, instant, reason } from './values.ts';

/** The ending of a relationship by us: asked for by one person, approved by another, carried out and read back at Microsoft. */
export const relationshipEnding = z
  .strictObject({
    id: id('rle'),
    customer: id('cus'),
    relationship: z.string(),
    state: z.enum(['asked', 'refused', 'approved', 'ended', 'failed']),
    askedBy: z.string(),
    askedAt: instant,
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    note: z.string().nullable(),
    endedAt: instant.nullable(),
    code: z.string().nullable().meta({ description: 'Microsoft’s, where it refused.' }),
  })
  .meta({ id: 'RelationshipEnding' });

export const newRelationshipEnding = z.strictObject({ reason }).meta({ id: 'NewRelationshipEnding' });

/** The successor that the system has offered for a relationship near its end. */
const successor = z.strictObject({
  state: z.enum(['decided', 'offered', 'inForce', 'refused', 'over']),
  displayName: z.string(),
  roles: z.array(z.string()),
  droppedRoles: z.array(z.string()),
  relationship: z.string().nullable(),
  offeredAt: instant.nullable(),
  approvalUrl: z.string().nullable(),
});

const role = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  unused: z.boolean().meta({ description: 'Nobody has used it for so long, though it could have been seen.' }),
});

/** `use` is null for one that is not in force; `unknown` where nobody has watched for long enough to say that it is unused. */
const delegatedRelationship = z.strictObject({
  id: z.string(),
  status: z.string(),
  activatedAt: instant.nullable(),
  endsAt: instant.nullable(),
  autoExtends: z.boolean(),
  roles: z.array(role),
  use: z.enum(['used', 'unused', 'unknown']).nullable(),
  lastUsedAt: instant.nullable(),
  successor: successor.nullable(),
  ending: relationshipEnding.nullable(),
});

export const delegatedRelationships = z
  .strictObject({
    customer: id('cus'),
    readAt: instant.nullable(),
    unusedAfterDays: z.int(),
    items: z.array(delegatedRelationship),
  })
  .meta({ id: 'DelegatedRelationships' });
