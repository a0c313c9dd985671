import type { LetterLanguage } from './letter-facts.ts';

/** Letters of a review in English. */
export const ENGLISH_LETTER: LetterLanguage = {
  subject: ({ occasion, dueOn }) =>
    ({
      report: `Users and licences of your Microsoft tenant: please look by ${dueOn}`,
      reminder: `Reminder: users and licences to put in order by ${dueOn}`,
      checklist: `Your Microsoft services: please go through them by ${dueOn}`,
    })[occasion],
  greeting: ({ customerName }) => `Dear ${customerName},`,
  opening: ({ occasion }) =>
    ({
      report:
        'Accounts that nobody uses are open doors, and licences that serve nobody cost money. In your Microsoft tenant we found:',
      reminder: 'We looked at your Microsoft tenant again. This is still to be put in order:',
      checklist: 'We looked at your Microsoft tenant, and found no users or licences that are to be put in order.',
    })[occasion],
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
  checklist: ({ occasion, dueOn }) =>
    occasion === 'checklist'
      ? [
          `Some things only you can judge. Please go through them by ${dueOn}, and tell us what is to change:`,
          '- your subscriptions: do you still need all of them?',
          '- your cost alerts: does somebody who can act get them?',
          '- your administrators: is each of them still with you, and does each need that much?',
          '- your partners and their access to your tenant and your Azure subscriptions, ours included.',
        ].join('\n')
      : 'While you are at it, please also go through your subscriptions and their cost alerts, your administrators, and the partners who have access to your tenant.',
  request: ({ dueOn, remedy }) => {
    const after =
      remedy === null
        ? ''
        : ` As agreed with you, we disable the accounts that are left after that day${remedy.deleteAfterDays === null ? '' : ` and delete them ${remedy.deleteAfterDays} days later; Microsoft can restore them for another 30 days`}.`;
    return `Please disable or remove what is not needed by ${dueOn}, or tell us what is to stay and why. We look again by ourselves.${after}`;
  },
  regards: 'Kind regards',
};
