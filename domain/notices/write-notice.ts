import type { NoticeEffect } from '../decision.ts';
import type { Policy } from '../policy/policy.ts';
import { englishText } from './english.ts';
import type { NoticeFacts, NoticeTone, TextWriter } from './notice-text.ts';
import { polishText } from './polish.ts';

const WRITERS: Readonly<Record<string, TextWriter>> = { en: englishText, pl: polishText };
const WORDS = {
  en: {
    greeting: 'Dear',
    invoice: 'Invoice',
    due: 'due',
    open: 'open',
    account: 'Account',
    title: 'Title of the transfer',
    pay: 'Pay online',
    regards: 'Kind regards',
  },
  pl: {
    greeting: 'Szanowni Państwo,',
    invoice: 'Faktura',
    due: 'termin',
    open: 'do zapłaty',
    account: 'Rachunek',
    title: 'Tytuł przelewu',
    pay: 'Zapłać online',
    regards: 'Z poważaniem',
  },
} as const;

/** The words of a notice in the customer's language, English where we have no other. Plain text: it reaches everybody. */
export function writeNotice(
  effect: NoticeEffect,
  policy: Policy,
  locale: string,
  facts: NoticeFacts,
): { readonly subject: string; readonly text: string } {
  const language = locale.startsWith('pl') ? 'pl' : 'en';
  const words = WORDS[language];
  const { subject, paragraphs } = (WRITERS[language] ?? englishText)(toneOf(effect, policy), facts);
  const lines = [
    language === 'pl' ? words.greeting : `${words.greeting} ${facts.customerName},`,
    ...paragraphs,
    ...facts.invoices.map(
      (invoice) => `${words.invoice} ${invoice.number}, ${words.due} ${invoice.dueOn}: ${words.open} ${invoice.open}`,
    ),
    ...facts.bankAccounts.map((account) => `${words.account}: ${account}`),
    ...(facts.bankAccounts.length > 0 || facts.checkoutUrl !== null ? [`${words.title}: ${facts.reference}`] : []),
    ...(facts.checkoutUrl === null ? [] : [`${words.pay}: ${facts.checkoutUrl}`]),
    `${words.regards}\n${facts.sellerName}`,
  ];
  return { subject, text: `${lines.join('\n\n')}\n` };
}

/** The tone follows what the step does in its ladder: before due, first reminder, later ones, the warning. */
export function toneOf(effect: NoticeEffect, policy: Policy): NoticeTone {
  if (effect.noticeKind === 'service') return 'termination';
  if (effect.noticeKind === 'prepayment') return effect.step === 'top-up' ? 'topUp' : 'prepayment';
  if (effect.rung?.case == null) return 'beforeDue';
  if (effect.mustPrecede) return 'warning';
  const first = policy.steps.find(
    (step) => step.kind === 'notice' && !(step.after.from === 'due' && step.after.days < 0),
  );
  return first?.key === effect.step ? 'reminder' : 'firmReminder';
}
