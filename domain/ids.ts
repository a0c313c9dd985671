import type { Instant } from './calendar/day.ts';

/** What an id stands for, by its prefix: `cus_…` is a customer. Prefixes stay for ever: they are in people's mails and scripts. */
export const ID_PREFIXES = Object.freeze({
  accessGrant: 'acg',
  agreedUse: 'agu',
  approval: 'apr',
  auditEvent: 'aud',
  command: 'cmd',
  creditNote: 'crn',
  customer: 'cus',
  decision: 'dec',
  dispute: 'dsp',
  effect: 'eff',
  evidence: 'evd',
  hold: 'hld',
  hygieneExclusion: 'hgx',
  hygieneReview: 'hyg',
  import: 'imp',
  paymentInstrument: 'ins',
  invoice: 'inv',
  notice: 'ntc',
  note: 'nte',
  noticeMail: 'eml',
  operation: 'op',
  partnerTask: 'ptk',
  order: 'ord',
  payment: 'pay',
  paymentPlan: 'pln',
  partnerPayment: 'ppm',
  partnerCreditLimit: 'pcl',
  policy: 'pol',
  promise: 'prm',
  prepayment: 'prp',
  request: 'req',
  relationshipEnding: 'rle',
  reseller: 'rsl',
  securityCase: 'sec',
  seller: 'sel',
  bankStatement: 'stm',
  subscription: 'sub',
  task: 'tsk',
  serviceToken: 'tok',
} as const);

export type IdPrefix = (typeof ID_PREFIXES)[keyof typeof ID_PREFIXES];
export type Id<P extends IdPrefix> = `${P}_${string}`;

/** Where an id comes from: business or wall time in epoch milliseconds, and 10 random bytes. Both are the caller's. */
export interface IdSource {
  readonly now: Instant;
  readonly random: Uint8Array;
}

/** Crockford's base 32 in lower case: no i, l, o, u, so that an id can be read out over the phone. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const BODY = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const TIME_LENGTH = 10;
const LATEST = 2 ** 48 - 1;
const RANDOM_BYTES = 10;

/**
 * A new id: prefix, 48 bits of time, 80 random bits, as a ULID writes them, so that ids of one kind sort by time as text.
 *
 * @throws RangeError when the time is before 1970 or not whole, or the random bytes are not 10.
 */
export function newId<P extends IdPrefix>(prefix: P, { now, random }: IdSource): Id<P> {
  if (!Number.isInteger(now) || now < 0 || now > LATEST) throw new RangeError(`not an instant for an id: ${now}`);
  if (random.length !== RANDOM_BYTES) throw new RangeError(`an id takes ${RANDOM_BYTES} random bytes`);
  const entropy = random.reduce((bits, byte) => bits * 256n + BigInt(byte), 0n);
  return `${prefix}_${base32(BigInt(now), TIME_LENGTH)}${base32(entropy, 16)}`;
}

export function isId<P extends IdPrefix>(prefix: P, text: unknown): text is Id<P> {
  return typeof text === 'string' && text.startsWith(`${prefix}_`) && BODY.test(text.slice(prefix.length + 1));
}

/** The prefix and the time of any id of ours; undefined when it is none. */
export function parseId(text: string): { readonly prefix: IdPrefix; readonly at: Instant } | undefined {
  const prefix = PREFIXES.find((known) => isId(known, text));
  if (prefix === undefined) return undefined;
  const time = text.slice(prefix.length + 1, prefix.length + 1 + TIME_LENGTH);
  return Object.freeze({ prefix, at: Array.from(time).reduce((at, digit) => at * 32 + ALPHABET.indexOf(digit), 0) });
}

const PREFIXES: readonly IdPrefix[] = Object.values(ID_PREFIXES);

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = (ALPHABET[Number(rest & 31n)] ?? '') + text;
  return text;
}
