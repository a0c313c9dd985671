import { z } from 'zod';
import { CONTROLS } from '../domain/access/controls.ts';
import { flag, page, paging } from './lists.ts';
import { id, instant, reason } from './values.ts';

const guid = z.guid().toLowerCase();
const role = z
  .string()
  .min(1)
  .max(100)
  .meta({
    description:
      'The id of a role definition, or its name here: `globalAdministrator`, `owner`, `contributor`, `reader` …',
    examples: ['reader'],
  });

/** `principal` is the object id of who gets the role, in the customer's directory. */
const wantedAccess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('directoryRole'), role, principal: guid }),
  z.strictObject({ kind: z.literal('azureRole'), role, principal: guid, subscription: guid }),
]);

export const newAccessGrant = z
  .strictObject({
    access: wantedAccess,
    startsAt: instant.nullish().meta({ description: 'Default: as soon as it is approved.' }),
    endsAt: instant,
    reason,
    askWaiver: z.boolean().default(false).meta({
      description: 'Ask although controls are missing: whoever approves then answers for them by name.',
    }),
  })
  .meta({ id: 'NewAccessGrant' });

export const grantRevocation = z.strictObject({ reason }).meta({ id: 'GrantRevocation' });

const controlName = z.enum(CONTROLS);

/** What is given: a role in the customer's directory, or on one of his Azure subscriptions. */
export const access = z
  .strictObject({
    kind: z.enum(['directoryRole', 'azureRole']),
    role: z.string(),
    roleName: z.string().nullable(),
    principal: z.string(),
    subscription: z.string().nullable(),
    fullAdministration: z.boolean(),
  })
  .meta({ id: 'Access' });

const evidence = z.strictObject({
  at: instant,
  kind: z.string(),
  by: z.string(),
  body: z.record(z.string(), z.unknown()),
});

/** `ended` means that Microsoft was read after the role was taken away. `evidence` is every fact of the grant, in order. */
export const accessGrant = z
  .strictObject({
    id: id('acg'),
    customer: id('cus'),
    state: z.enum(['requested', 'approved', 'refused', 'activated', 'ending', 'ended']),
    access,
    startsAt: instant,
    endsAt: instant,
    askedBy: z.string(),
    askedAt: instant,
    reason: z.string().nullable(),
    waiverAsked: z.boolean(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    note: z.string().nullable(),
    waivedControls: z.array(controlName),
    refusal: z
      .enum(['person', 'lapsed', 'revoked', 'controlsMissing', 'alreadyAssigned', 'microsoft', 'shutOut'])
      .nullable(),
    shutOutAt: instant.nullable().meta({
      description: 'When the customer’s tenant last did not let us in; it is tried again until the grant’s end.',
    }),
    activatedAt: instant.nullable(),
    revokedAt: instant.nullable(),
    endedAt: instant.nullable(),
    evidence: z.array(evidence),
  })
  .meta({ id: 'AccessGrant' });

export const accessGrantQuery = z.strictObject({ open: flag.optional(), ...paging });
export const accessGrantPage = page(accessGrant);

/** `unknown` was not read within two days; it counts as missing. */
const control = z.strictObject({
  name: controlName,
  state: z.enum(['met', 'missing', 'unknown']),
  misses: z.int().nonnegative(),
});

/** The controls before full administration, and what was last read of the customer's access. */
export const controls = z
  .strictObject({
    customer: id('cus'),
    readAt: instant.nullable(),
    controls: z.array(control),
    adminsWithoutMfa: z.array(z.string()),
    fullAdministrators: z.array(z.strictObject({ assignment: z.string(), access, explained: z.boolean() })),
    relationships: z.array(
      z.strictObject({
        id: z.string(),
        status: z.string(),
        endsAt: instant.nullable(),
        roles: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'AccessControls' });
