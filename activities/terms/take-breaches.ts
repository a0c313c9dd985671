import { type CustomerToLookAt, eligibilityOf } from '../../db/terms.ts';
import { addDays, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { lookAtTerms } from '../../domain/terms/look-at-terms.ts';
import type { Breach, PriceSegment, TermsSubject } from '../../domain/terms/terms-subject.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeSignal } from '../security/take-signal.ts';

type TermsDeps = Pick<ActivityDeps, 'db' | 'partnerCenter' | 'partnerOnboarding' | 'wallNow' | 'newId' | 'log'>;

/** Microsoft names no time to cure a breach that nobody has told it of: ours (csp-guidance, C). */
const CURE_DAYS = 14;
const PRACTICE = 11;
/** Microsoft's words for what it has approved (contract §3; nonprofits are not among them). */
const SEGMENTS: Readonly<Record<string, PriceSegment>> = {
  education: 'education',
  nonprofit: 'nonprofit',
  governmentcommunitycloud: 'government',
};

/**
 * Reads what a customer has bought and makes each breach part of a case, once a month. It is a `notice` and not a case about
 * acceptable use: nothing harmful is done, something is to be put right by a day, and nothing is stopped for it.
 * @returns how many were new
 */
export async function takeBreaches(deps: TermsDeps, customer: CustomerToLookAt, month: string): Promise<number> {
  const { customerId } = customer;
  const now = deps.wallNow();
  const breaches = lookAtTerms(await subjectOf(deps, customer, now));
  let taken = 0;
  for (const breach of breaches) if (await take(deps, customerId, breach, month, now)) taken += 1;
  return taken;
}

async function subjectOf(
  { db, partnerCenter, partnerOnboarding }: TermsDeps,
  { customerId, tenant, country, partnerCountry }: CustomerToLookAt,
  now: Instant,
): Promise<TermsSubject> {
  const subscriptions = await partnerCenter.listSubscriptions(tenant);
  const today = dayAt(now, 'UTC');
  const proven = (await eligibilityOf(db, customerId)).filter(({ until }) => until >= today);
  const approved = (await partnerOnboarding.qualifications(tenant)).filter(({ status }) => status === 'approved');
  const { country: billingCountry } = await partnerOnboarding.billingProfile(tenant).catch(() => ({ country: null }));
  return {
    country,
    billingCountry,
    partnerCountry,
    subscriptions: subscriptions
      .filter(({ status }) => status === 'active')
      .map(({ id, offerName, offerId, quantity }) => ({ id, name: offerName, sku: skuOf(offerId), quantity })),
    eligible: new Set([
      ...proven.map(({ segment }) => segment),
      ...approved.flatMap(({ qualification }) => SEGMENTS[qualification] ?? []),
    ]),
    licences: null,
  };
}

/** `Product:Sku` of `Product:Sku:Availability`. */
function skuOf(offerId: string): string {
  const [product, sku] = offerId.split(':');
  return sku === undefined ? '' : `${product}:${sku}`;
}

async function take(
  deps: TermsDeps,
  customerId: string,
  { rule, subject }: Breach,
  month: string,
  now: Instant,
): Promise<boolean> {
  const occurrence = `terms/${customerId}/${rule}/${subject}/${month}`;
  const day = dayAt(now, 'UTC');
  // The cost of a breach is Microsoft's to say: none is made up.
  const atStake = { minor: '0', currency: 'EUR' };
  return await deps.db.transaction().execute((trx) =>
    takeSignal(deps, trx, {
      customerId,
      kind: 'notice',
      occurrence,
      severity: 'low',
      source: 'watch',
      actor: 'terms',
      linked: { kind: 'case.findingLinked', body: { occurrence, rule, practice: PRACTICE, day, subject, atStake } },
      answerBy: Date.parse(`${addDays(day, CURE_DAYS)}T00:00:00Z`),
      // What was found of this customer before and is not judged yet is put right together.
      fits: ({ source }) => source === 'watch',
    }),
  );
}
