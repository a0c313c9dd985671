import type { Day } from '../calendar/day.ts';

/** What a letter about a case says, ready for its reader. */
export interface CustomerLetterFacts {
  readonly sellerName: string;
  readonly customerName: string;
  readonly case: string;
  readonly about:
    | { readonly what: 'suspendedByMicrosoft'; readonly offer: string }
    /** `what` is null where the words were erased. */
    | { readonly what: 'curePlan'; readonly steps: readonly { readonly what: string | null; readonly dueOn: Day }[] };
}

interface Words {
  readonly greeting: (customer: string) => string;
  readonly suspended: { readonly subject: string; readonly paragraphs: (offer: string) => readonly string[] };
  readonly plan: { readonly subject: string; readonly intro: string; readonly by: string; readonly close: string };
  readonly reference: string;
  readonly regards: string;
}

const ENGLISH: Words = {
  greeting: (customer) => `Dear ${customer},`,
  suspended: {
    subject: 'Microsoft has suspended one of your subscriptions',
    paragraphs: (offer) => [
      `Microsoft itself has suspended the subscription ${offer}. We did not ask for it, and we cannot lift it: only Microsoft can.`,
      'Microsoft does so when its acceptable use policy was broken, or when it suspects that it was. We are finding out why, and will tell you what is to be put right.',
      'Please do not delete anything that may explain what happened, and tell us if you know of a reason. What you owe us does not depend on this.',
    ],
  },
  plan: {
    subject: 'What is to be put right with your Microsoft services',
    intro: 'Microsoft has told us that its terms were not kept. This is the plan for putting it right:',
    by: 'by',
    close: 'Please tell us as soon as a step is done, or if you cannot keep a date.',
  },
  reference: 'Our reference',
  regards: 'Kind regards',
};

const POLISH: Words = {
  greeting: () => 'Szanowni Państwo,',
  suspended: {
    subject: 'Microsoft zawiesił jedną z Państwa subskrypcji',
    paragraphs: (offer) => [
      `Firma Microsoft samodzielnie zawiesiła subskrypcję ${offer}. Nie wnioskowaliśmy o to i nie możemy tego cofnąć: może to zrobić wyłącznie Microsoft.`,
      'Microsoft zawiesza usługi, gdy zasady dopuszczalnego użytkowania zostały naruszone lub gdy zachodzi takie podejrzenie. Ustalamy przyczynę i poinformujemy Państwa, co należy naprawić.',
      'Prosimy nie usuwać niczego, co może wyjaśnić zdarzenie, i przekazać nam znane Państwu okoliczności. Nie ma to wpływu na Państwa zobowiązania wobec nas.',
    ],
  },
  plan: {
    subject: 'Co należy naprawić w Państwa usługach Microsoft',
    intro: 'Firma Microsoft poinformowała nas o naruszeniu jej warunków. Plan naprawczy:',
    by: 'do dnia',
    close: 'Prosimy o informację po wykonaniu każdego kroku oraz gdy dotrzymanie terminu nie jest możliwe.',
  },
  reference: 'Nasz numer sprawy',
  regards: 'Z poważaniem',
};

/** A letter about a case in the customer's language, English where we have no other (practices 11, 30). */
export function writeCustomerLetter(
  { about, customerName, sellerName, case: reference }: CustomerLetterFacts,
  locale: string,
): { readonly subject: string; readonly text: string } {
  const words = locale.startsWith('pl') ? POLISH : ENGLISH;
  const paragraphs =
    about.what === 'suspendedByMicrosoft'
      ? words.suspended.paragraphs(about.offer)
      : [
          words.plan.intro,
          about.steps
            .map(({ what, dueOn }, index) => `${index + 1}. ${what ?? '…'} (${words.plan.by} ${dueOn})`)
            .join('\n'),
          words.plan.close,
        ];
  const { subject } = about.what === 'suspendedByMicrosoft' ? words.suspended : words.plan;
  const lines = [
    words.greeting(customerName),
    ...paragraphs,
    `${words.reference}: ${reference}`,
    `${words.regards}\n${sellerName}`,
  ];
  return { subject, text: `${lines.join('\n\n')}\n` };
}
