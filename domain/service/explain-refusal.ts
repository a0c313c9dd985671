/** What a refusal of Microsoft's means to the person who asked, and which part of an order or a tenant it is about. */
export interface ExplainedRefusal {
  readonly words: string;
  /** Member of what was asked for; absent where it is about all of it. */
  readonly about?: 'offer' | 'quantity' | 'organizationRegistrationNumber' | 'phoneNumber' | 'domainPrefix';
}

const CREDIT = {
  words: 'The partner’s own credit line with Microsoft is used up: finance pays Microsoft, then try again.',
};
const LIMIT = {
  words: 'A purchase limit is reached: order less, or ask Microsoft to raise it.',
  about: 'quantity',
} as const;
const REVIEW = { words: 'Microsoft is looking into the customer’s account: wait for the outcome, then try again.' };
const LOCKED = { words: 'Microsoft has refused or locked the customer’s account: take it up with Microsoft.' };

/** Contract §17, in words for whoever ordered. A code means the same here whatever HTTP status it came with. */
const EXPLAINED: Readonly<Record<string, ExplainedRefusal>> = {
  noTenant: { words: 'The customer has no Microsoft tenant on record: link or create one, then try again.' },
  cartGone: {
    words: 'The cart expired before it was known to be bought: look at the orders in Partner Center, then try again.',
  },
  line_not_found: {
    words: 'Microsoft named no order for this line: look at the orders in Partner Center, then try again.',
  },
  '2001': { words: 'A suspended subscription keeps its quantity: bring it back first.', about: 'quantity' },
  '2002': { words: 'The quantity is outside what Microsoft sells of this offer.', about: 'quantity' },
  '2011': { words: 'The subscription is deleted at Microsoft: order a new one.' },
  '3000': { words: 'Microsoft calls a value wrong. For a new tenant: the domain is taken.', about: 'domainPrefix' },
  '13605': {
    words: 'The Microsoft Customer Agreement is not attested for this customer: record who signed it and when.',
  },
  '20002': { words: 'The customer has no reseller relationship with us at Microsoft: send the invitation again.' },
  '900159': { words: 'The customer has no reseller relationship with us at Microsoft: send the invitation again.' },
  '600002': {
    words: 'Microsoft wants no registration number for this country: leave it out.',
    about: 'organizationRegistrationNumber',
  },
  '600049': {
    words: 'The registration number (in Poland NIP or KRS) is missing.',
    about: 'organizationRegistrationNumber',
  },
  '600050': {
    words: 'The registration number has the wrong form; in Poland it is ten digits.',
    about: 'organizationRegistrationNumber',
  },
  '600051': { words: 'A phone number is missing; Microsoft wants one for this country.', about: 'phoneNumber' },
  '800004': {
    words: 'Microsoft does not sell this offer, or not any more: take it from today’s catalogue.',
    about: 'offer',
  },
  '800008': { words: 'The cart has expired: order again.' },
  '800009': { words: 'Microsoft will not sell this line as it is.', about: 'offer' },
  '800018': { words: 'A limit of the sandbox is reached: free a place there.' },
  '800023': CREDIT,
  '800025': CREDIT,
  '900121': CREDIT,
  '800066': LIMIT,
  '800067': LIMIT,
  '800068': LIMIT,
  '800088': LIMIT,
  '800089': LIMIT,
  '800069': { words: 'Microsoft’s risk check refused the order: take it up with Microsoft before ordering again.' },
  '800073': REVIEW,
  '800074': REVIEW,
  '800075': LOCKED,
  '900416': LOCKED,
  '800090': {
    words: 'Fewer licences only within seven days of purchase or renewal: plan it for the renewal.',
    about: 'quantity',
  },
  '800091': { words: 'The subscription is suspended: bring it back first.' },
  '800096': {
    words: 'Microsoft does not allow this state now, for instance because it suspended the subscription itself.',
  },
  '900115': {
    words:
      'Azure subscriptions are on under the plan: they are cancelled first, which the containment suspendAzurePlan of a security case does.',
  },
  '900117': { words: 'The window of seven days for cancelling is over: turn off the renewal instead.' },
  '900278': { words: 'Another change of this subscription is still pending at Microsoft: try again after 24 hours.' },
};

/** The words for a code; for one that is not known, where to look. */
export function explainRefusal(code: string): ExplainedRefusal {
  return (
    EXPLAINED[code] ?? { words: `Microsoft refused with code ${code}: look it up in Partner Center, then try again.` }
  );
}
