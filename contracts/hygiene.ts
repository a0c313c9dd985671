import { z } from 'zod';
import { day, id, instant, line, reason } from './values.ts';

const userId = z.guid().meta({ description: "Object id in the customer's directory." });
const findingKey = z.string().min(1).max(200);

/** Names are null where they were erased, or were never known. */
const person = z.strictObject({ id: z.string(), name: z.string().nullable(), address: z.string().nullable() });

const finding = z.strictObject({
  key: findingKey,
  kind: z.enum(['inactiveMember', 'expiredGuest', 'idleLicence', 'spareLicence', 'lapsedExclusion']),
  user: person.nullable(),
  product: z.strictObject({ sku: z.string(), name: z.string() }).nullable(),
  quantity: z.int(),
  since: instant.nullable(),
  firstSeenAt: instant,
  acceptedUntil: instant.nullable(),
});

const review = z.strictObject({
  id: id('hyg'),
  state: z.enum(['opened', 'scanned', 'reported', 'reminded', 'rescanned', 'remedied', 'accepted', 'closed']),
  openedAt: instant,
  scannedAt: instant.nullable(),
  reportedAt: instant.nullable(),
  dueAt: instant.nullable(),
  closedAt: instant.nullable(),
  openFindings: z.int(),
  disabled: z.array(z.string()),
  deleted: z.array(z.strictObject({ user: z.string(), restorableUntil: instant })),
  /** Left to people: Microsoft refused, or somebody has enabled the account again. */
  leftAlone: z.array(z.string()),
});

export const remedyRight = z.strictObject({ disable: z.boolean(), delete: z.boolean(), grantedOn: day });

const figure = z.strictObject({
  day,
  users: z.int(),
  guests: z.int(),
  enabled: z.int(),
  signedIn: z.int().nullable().meta({ description: 'Within 30 days; null where sign-ins cannot be read.' }),
  licencesAssigned: z.int(),
});

/** A customer's directory as it was last read. `unreadable` is Microsoft's code for what is in the way, or null. */
export const hygiene = z
  .strictObject({
    customer: id('cus'),
    lookedAt: instant.nullable(),
    signInsKnown: z.boolean(),
    unreadable: z.string().nullable(),
    findings: z.array(finding),
    review: review.nullable(),
    remedyRight: remedyRight.nullable(),
    licences: z.array(z.strictObject({ sku: z.string(), name: z.string(), bought: z.int(), assigned: z.int() })),
    figures: z.array(figure),
  })
  .meta({ id: 'Hygiene' });

/** Where a review stands: what a write answers. Ids only, since answers are kept for repetitions. */
export const hygieneStanding = z
  .strictObject({ customer: id('cus'), review: review.nullable(), remedyRight: remedyRight.nullable() })
  .meta({ id: 'HygieneStanding' });

export const newReview = z.strictObject({}).meta({ id: 'NewHygieneReview' });

/** These findings are to stay as they are until the end of that day. */
export const acceptance = z
  .strictObject({ findings: z.array(findingKey).min(1).max(500), reason, until: day })
  .meta({ id: 'HygieneAcceptance' });

const exclusionKind = z.enum(['breakGlass', 'service', 'other']);

/** An account that reviews leave alone. `owner` answers for it; after `reviewOn` it is asked whether that still holds. */
export const newExclusion = z
  .strictObject({ user: userId, kind: exclusionKind, owner: line(200), reviewOn: day, reason })
  .meta({ id: 'NewHygieneExclusion' });

const exclusionShape = {
  id: id('hgx'),
  customer: id('cus'),
  kind: exclusionKind,
  reviewOn: day,
  createdAt: instant,
  createdBy: z.string(),
};

/** As a write answers it: ids only, since answers are kept for repetitions. */
export const exclusion = z
  .strictObject({ ...exclusionShape, user: z.string(), endedAt: instant.nullable() })
  .meta({ id: 'HygieneExclusion' });

export const listedExclusion = z.strictObject({
  ...exclusionShape,
  user: person,
  owner: z.string().nullable(),
  reason: z.string().nullable(),
});

export const exclusionList = z.strictObject({ items: z.array(listedExclusion) }).meta({ id: 'HygieneExclusions' });

/** What the customer allows the partner to do by itself. Nothing is deleted that was not disabled a while before. */
export const newRemedyRight = z
  .strictObject({ ...remedyRight.shape, reason })
  .refine((right) => right.disable || !right.delete, { error: 'only with "disable": true', path: ['delete'] })
  .meta({ id: 'HygieneRemedyRight' });
