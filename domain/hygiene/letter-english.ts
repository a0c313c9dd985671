import type { LetterLanguage } from './letter-facts.ts';

/** Letters of a review in English. */
export const ENGLISH_LETTER: LetterLanguage = {
  subject: ({ isReminder, dueOn }) =>
    isReminder
      ? `Reminder: users and licences to put in order by ${dueOn}`
      : `Users and licences of your Microsoft tenant: please look by ${dueOn}`,
  greeting: ({ customerName }) => `Dear ${customerName},`,
  opening: ({ isReminder }) =>
    isReminder
      ? 'We looked at your Microsoft tenant again. This is still to be put in order:'
      : 'Accounts that nobody uses are open doors, and licences that serve nobody cost money. In your Microsoft tenant we found:',
  heading: {
    inactiveMember: 'Users who have not signed in for a long time',
    expiredGuest: 'Guests who are gone or never came',
    idleLicence: 'Licences of users who are disabled or do not sign in',
    spareLicence: 'Licences that are assigned to nobody',
    lapsedExclusion: 'Excepted accounts whose review is overdue',
  },
  line: ({ kind, subject, since, quantity }) =>
    `- ${subject}${kind === 'spareLicence' ? `: ${quantity}` : ''}${since === null ? '' : `, since ${since}`}`,
  more: (count) => `- and ${count} more`,
  signInsUnknown: 'Your tenant has no Entra ID P1 or P2, so sign-ins cannot be read: only licences were looked at.',
  products: ({ products }) =>
    ['Your licences:', ...products.map((one) => `- ${one.name}: ${one.bought} bought, ${one.assigned} assigned`)].join(
      '\n',
    ),
  checklist:
    'While you are at it, please also go through your subscriptions and their cost alerts, your administrators, and the partners who have access to your tenant.',
  request: ({ dueOn, remedy }) => {
    const after =
      remedy === null
        ? ''
        : ` As agreed with you, we disable the accounts that are left after that day${remedy.deleteAfterDays === null ? '' : ` and delete them ${remedy.deleteAfterDays} days later; Microsoft can restore them for another 30 days`}.`;
    return `Please disable or remove what is not needed by ${dueOn}, or tell us what is to stay and why. We look again by ourselves.${after}`;
  },
  regards: 'Kind regards',
};
