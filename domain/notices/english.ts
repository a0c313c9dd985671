import type { NoticeFacts, NoticeText, NoticeTone } from './notice-text.ts';

/** Notices in English. */
export function englishText(tone: NoticeTone, facts: NoticeFacts): NoticeText {
  const { amount, sellerName } = facts;
  switch (tone) {
    case 'beforeDue':
      return {
        subject: `Payment of ${amount} falls due soon`,
        paragraphs: [
          `A payment of ${amount} falls due in the next days. If it is on its way already, please take no notice.`,
        ],
      };
    case 'reminder':
      return {
        subject: `Reminder: ${amount} is overdue`,
        paragraphs: [
          `We have not received ${amount} yet. Please pay now, or tell us if something is wrong with the invoice.`,
        ],
      };
    case 'firmReminder':
      return {
        subject: `Second reminder: ${amount} is still overdue`,
        paragraphs: [`${amount} is still unpaid although we have reminded you. Please pay at once or call us.`],
      };
    case 'warning':
      return {
        subject: `Final notice: ${amount} is overdue`,
        paragraphs: [`${amount} remains unpaid. This is the last notice before action.`, ...suspension(facts)],
      };
    case 'prepayment':
      return {
        subject: `Prepayment of ${amount}`,
        paragraphs: [`Before the first order we ask for a prepayment of ${amount}. It is consumed by your invoices.`],
      };
    case 'topUp':
      return {
        subject: `Your prepaid balance is low: please add ${amount}`,
        paragraphs: [`Your prepaid balance has fallen below the agreed limit. Please top it up by ${amount}.`],
      };
    case 'termination':
      return {
        subject: `The end of your services with ${sellerName}`,
        paragraphs: [
          'Your subscriptions with us are being ended. Please save your data within the periods that Microsoft gives.',
        ],
      };
  }
}

function suspension({ suspensionOn }: NoticeFacts): readonly string[] {
  return suspensionOn === null
    ? []
    : [
        `If it is not settled, your subscriptions will be suspended on ${suspensionOn}. They come back by themselves as soon as everything overdue is settled.`,
      ];
}
