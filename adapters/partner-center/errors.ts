/**
 * Partner Center's error codes as data (contract section 17). The same number means different things under different
 * statuses, so the key is (HTTP status, code).
 */

/**
 * What kind of answer it was, for the one who decides what happens next:
 * - `throttled`: too many requests; nothing happened; again after `retryAfterMs`, same request id.
 * - `refused`: Microsoft said no, and will say no again until something changes.
 * - `notFound`: no such thing, or not visible yet.
 * - `conflict`: the thing is in another state than the call supposed; read it again.
 * - `stale`: the resource changed between reading and writing, more often than we repeat it.
 * - `unauthorized`: our sign-in or our rights; concerns every call, not this customer.
 * - `unavailable`: nothing happened; again later, same request id.
 * - `doubtful`: the write may have happened and reading did not show it; read again before anything else.
 */
export type PartnerCenterErrorKind =
  | 'throttled'
  | 'refused'
  | 'notFound'
  | 'conflict'
  | 'stale'
  | 'unauthorized'
  | 'unavailable'
  | 'doubtful';

export interface ErrorMeaning {
  readonly kind: PartnerCenterErrorKind;
  /** True when repeating cannot help and a person has something to do. */
  readonly needsPerson: boolean;
  /** What to do, in one sentence. */
  readonly action: string;
  /** How long the contract says to wait; null when it names no time. */
  readonly retryAfterMs: number | null;
}

const minute = 60_000;
const day = 24 * 60 * minute;

const means = (
  kind: PartnerCenterErrorKind,
  person: 'person' | 'machine',
  action: string,
  retryAfterMs: number | null = null,
) => Object.freeze({ kind, needsPerson: person === 'person', action, retryAfterMs });

type Row = readonly [httpStatus: number, codes: readonly string[], meaning: ErrorMeaning];

const rows: readonly Row[] = [
  [
    401,
    ['400', '800001'],
    means('unauthorized', 'machine', 'Take a new token once; if that is refused too, check the application’s secret.'),
  ],
  [
    401,
    ['900420'],
    means(
      'unauthorized',
      'person',
      'The token is for another audience: correct the address in the configuration; a partner administrator consents again.',
    ),
  ],
  [
    401,
    ['900421'],
    means(
      'unauthorized',
      'person',
      'The stored sign-in was made without MFA: a partner administrator consents again, signing in with MFA.',
    ),
  ],
  [
    403,
    ['2032', '900150', '900308'],
    means('unauthorized', 'person', 'The application lacks a role or a GDAP relationship for this customer: grant it.'),
  ],
  [
    403,
    ['900309'],
    means(
      'unauthorized',
      'person',
      'Conditional Access blocks the application: change the policy or the network it calls from.',
    ),
  ],
  [
    403,
    ['900329'],
    means(
      'unauthorized',
      'person',
      'This call needs a person’s sign-in, not the application’s: consent in App+User mode.',
    ),
  ],
  [
    403,
    ['20002', '900159'],
    means(
      'refused',
      'person',
      'There is no commerce relationship with this customer: park the customer and restore the relationship.',
    ),
  ],
  [
    403,
    ['13605'],
    means(
      'refused',
      'person',
      'The Microsoft Customer Agreement is not attested for this customer: record the attestation first.',
    ),
  ],
  [
    403,
    ['900123', '900124', '900149', '800039'],
    means(
      'refused',
      'person',
      'The partner agreement is unsigned or the program is inactive: settle it in Partner Center.',
    ),
  ],
  [
    403,
    ['800023', '900121'],
    means('refused', 'person', 'The partner’s credit line with Microsoft is used up: finance pays, then try again.'),
  ],
  [
    400,
    ['800025'],
    means('refused', 'person', 'The partner’s credit line with Microsoft is used up: finance pays, then try again.'),
  ],
  [
    403,
    ['800066', '800067', '800068', '800088', '800089'],
    means('refused', 'person', 'A purchase limit is reached: lower the quantity or ask Microsoft to raise it.'),
  ],
  [
    403,
    ['800069'],
    means('refused', 'person', 'Microsoft’s risk check refused the order: a person takes it up with Microsoft.'),
  ],
  [
    403,
    ['800073', '800074'],
    means('refused', 'machine', 'Microsoft is reviewing the customer’s account: wait for the outcome.', day),
  ],
  [
    403,
    ['800075', '900416'],
    means(
      'refused',
      'person',
      'Microsoft refused or locked the customer’s account: a person takes it up with Microsoft.',
    ),
  ],
  [403, ['900115'], means('conflict', 'machine', 'The plan still has active Azure subscriptions: cancel them first.')],
  [
    404,
    ['20000'],
    means('notFound', 'machine', 'Not visible yet: orders and subscriptions appear up to 15 minutes late.', minute),
  ],
  [
    404,
    ['1000', '20003', '60002', '60003', '800008', '800111'],
    means('notFound', 'machine', 'Check the id; it may have been removed at Microsoft.'),
  ],
  [400, ['2055'], means('stale', 'machine', 'Read the resource again, apply the change to it and send it.')],
  [
    400,
    ['2001', '2011', '800012', '800091', '800096', '900279'],
    means('conflict', 'machine', 'The subscription is in another state than supposed: read it again and reconcile.'),
  ],
  [
    400,
    ['2054', '800090', '800093', '800095', '800097', '800098', '900117', '900311'],
    means('refused', 'person', 'Microsoft does not allow this change, or no longer: a person decides what else to do.'),
  ],
  [
    400,
    ['3000', '800002', '800009', '900118', '900126', '900307', '900337'],
    means('refused', 'person', 'Microsoft calls the request malformed: report it as a defect of this program.'),
  ],
  [400, ['600002'], means('refused', 'person', 'A registration number is not wanted for this country: leave it out.')],
  [400, ['600049'], means('refused', 'person', 'The customer’s registration number is missing: enter it.')],
  [400, ['600050'], means('refused', 'person', 'The customer’s registration number has the wrong form: correct it.')],
  [400, ['600051'], means('refused', 'person', 'The customer’s phone number is missing: enter it.')],
  [400, ['600061'], means('conflict', 'machine', 'The agreement is already recorded: treat it as done.')],
  [
    400,
    ['800018', '900116', '900127'],
    means(
      'refused',
      'person',
      'A limit of the sandbox, or the wrong environment: free a place or use another account.',
    ),
  ],
  [400, ['800065'], means('conflict', 'machine', 'The cart was already checked out: read the result.')],
  [
    409,
    ['800060', '800064'],
    means('conflict', 'machine', 'The same order is being processed: read the result before trying again.'),
  ],
  [
    409,
    ['27009', '800014'],
    means('conflict', 'machine', 'The parent or another operation is in the way: read again and reconcile.'),
  ],
  [
    409,
    ['900278'],
    means('conflict', 'machine', 'Another operation is pending on the subscription: try again after 24 hours.', day),
  ],
  [
    417,
    ['800036'],
    means('conflict', 'machine', 'A precondition does not hold: read the resource again and reconcile.'),
  ],
  [
    500,
    ['800003', '800005', '800031', '800094'],
    means('unavailable', 'machine', 'Repeat with the same request id, then read what came of it.'),
  ],
];

const catalogue: ReadonlyMap<string, ErrorMeaning> = new Map(
  rows.flatMap(([httpStatus, codes, meaning]) => codes.map((code) => [`${httpStatus} ${code}`, meaning] as const)),
);

const byStatus: ReadonlyMap<number, ErrorMeaning> = new Map([
  [
    400,
    means(
      'refused',
      'person',
      'Microsoft refused the request with a code not known here: read the description and decide.',
    ),
  ],
  [
    401,
    means(
      'unauthorized',
      'machine',
      'Take a new token once; if that is refused too, check the application’s registration.',
    ),
  ],
  [
    403,
    means('refused', 'person', 'Microsoft forbids this with a code not known here: check rights and relationship.'),
  ],
  [404, means('notFound', 'machine', 'Check the id; it may not be visible yet, or no longer exist.')],
  [405, means('refused', 'person', 'Microsoft does not know this call: report it as a defect of this program.')],
  [406, means('refused', 'person', 'Microsoft does not know this call: report it as a defect of this program.')],
  [408, means('unavailable', 'machine', 'Repeat with the same request id, then read what came of it.')],
  [409, means('conflict', 'machine', 'The resource is in another state than supposed: read it again and reconcile.')],
  [412, means('stale', 'machine', 'Read the resource again, apply the change to it and send it.')],
  [417, means('conflict', 'machine', 'A precondition does not hold: read the resource again and reconcile.')],
  [429, means('throttled', 'machine', 'Wait as long as Microsoft says, then repeat with the same request id.')],
]);

const serverTrouble = means('unavailable', 'machine', 'Repeat with the same request id, then read what came of it.');
const unknownAnswer = means(
  'refused',
  'person',
  'Microsoft gave an answer that this program does not know: read it and decide.',
);

/**
 * What an answer means. A code not in the catalogue is judged by its status: it is better to give a person a refusal too
 * many than to repeat an order that Microsoft had a reason to turn down.
 */
export function meaningOf(httpStatus: number, code: string | null): ErrorMeaning {
  const known = code === null ? undefined : catalogue.get(`${httpStatus} ${code}`);
  return known ?? byStatus.get(httpStatus) ?? (httpStatus >= 500 ? serverTrouble : unknownAnswer);
}
