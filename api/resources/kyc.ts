import { kyc } from '../../contracts/kyc.ts';
import { listAgreedUses } from '../../db/agreed-uses.ts';
import { listEvidence } from '../../db/evidence.ts';
import { deviatedSince, listDeviations } from '../../db/kyc-deviations.ts';
import { findKycProfile } from '../../db/kyc-profiles.ts';
import { loadAccount } from '../../db/load-account.ts';
import { currentContacts, findProfile } from '../../db/profiles.ts';
import { findScreening } from '../../db/screenings.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { reviewDue } from '../../domain/kyc/review-due.ts';
import { riskGrade } from '../../domain/kyc/risk-tier.ts';
import { tierTerms } from '../../domain/kyc/tier-terms.ts';
import { money } from '../../domain/money.ts';
import { evidenceLeft } from '../../domain/onboarding/wanted-evidence.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';
import { evidenceView } from './evidence.ts';

/** Everything that is known of who a customer is. */
export const kycResource: Resource<typeof kyc> = {
  name: 'customer',
  schema: kyc,
  personalDataOf: (view) => view.customer,
  async load(db, reference) {
    const head = await customerBy(db, reference);
    const { account, policy } = await loadAccount(db, head);
    const profile = await findProfile(db, head.id);
    const needs = await findKycProfile(db, head.id);
    const deviations = await listDeviations(db, head.id);
    const screening = await findScreening(db, head.id);
    const { known, traits, monthlyBudget } = account;
    const lookedOn = known.knownOn ?? dayAt(account.registeredAt, traits.timeZone);
    const due = reviewDue(account, policy, deviatedSince(deviations, lookedOn));
    const amount = (minor: bigint | null) => (minor === null ? null : money(minor, traits.currency));
    const { tier, reasons } = riskGrade(account);
    const { dunningDays = {}, ...terms } = tierTerms(account, policy);
    return {
      customer: head.id,
      name: profile?.name ?? null,
      legalStatus: traits.legalStatus,
      registrationNumber: profile?.registrationNumber ?? null,
      taxId: profile?.taxId ?? null,
      country: traits.country,
      contacts: [...(await currentContacts(db, head.id))],
      contactsCheckedOn: needs?.contactsCheckedOn ?? null,
      purpose: needs?.purpose ?? null,
      expectedServices: [...(needs?.expectedServices ?? [])],
      expectedRegions: [...(needs?.expectedRegions ?? [])],
      monthlySpend: amount(needs?.monthlySpend ?? null),
      monthlyBudget: amount(monthlyBudget),
      evidence: (await listEvidence(db, head.id)).map(evidenceView),
      missingEvidence: [...evidenceLeft(account, policy)],
      documents: [...known.documents].map(([document, { version, on }]) => ({ document, version, on })),
      screening: screening && {
        at: screening.at,
        list: screening.list,
        hits: screening.hits.map((hit) => ({ ...hit })),
      },
      risk: {
        tier,
        reasons: [...reasons],
        terms: {
          ...terms,
          requires: [...terms.requires],
          evidence: [...terms.evidence],
          dunningDays: { ...dunningDays },
        },
      },
      review: { lastOn: known.knownOn, dueOn: due.on, because: due.because },
      deviations: deviations.map(({ kind, subject, on, knownAt }) => ({ kind, subject, on, knownAt })),
      agreedUses: (await listAgreedUses(db, head.id)).map(({ daily, actor, ...use }) => ({
        ...use,
        daily: amount(daily),
        by: actor,
      })),
    };
  },
};
