import type { NoticeFacts, NoticeText, NoticeTone } from './notice-text.ts';

/** Notices in Polish; terms as in the field's glossary (przypomnienie → ponaglenie → wezwanie do zapłaty). */
export function polishText(tone: NoticeTone, facts: NoticeFacts): NoticeText {
  const { amount, sellerName } = facts;
  switch (tone) {
    case 'beforeDue':
      return {
        subject: `Zbliża się termin płatności: ${amount}`,
        paragraphs: [
          `W najbliższych dniach mija termin płatności kwoty ${amount}. Jeżeli płatność jest już w drodze, prosimy uznać tę wiadomość za nieaktualną.`,
        ],
      };
    case 'reminder':
      return {
        subject: `Przypomnienie: zaległość ${amount}`,
        paragraphs: [
          `Nie otrzymaliśmy jeszcze kwoty ${amount}. Prosimy o zapłatę albo o informację, jeżeli faktura budzi zastrzeżenia.`,
        ],
      };
    case 'firmReminder':
      return {
        subject: `Ponaglenie: nadal brak zapłaty ${amount}`,
        paragraphs: [
          `Mimo przypomnienia kwota ${amount} pozostaje niezapłacona. Prosimy o niezwłoczną zapłatę lub kontakt.`,
        ],
      };
    case 'warning':
      return {
        subject: `Ostateczne wezwanie do zapłaty: ${amount}`,
        paragraphs: [
          `Kwota ${amount} pozostaje niezapłacona. To ostatnie wezwanie przed podjęciem działań.`,
          ...suspension(facts),
        ],
      };
    case 'prepayment':
      return {
        subject: `Przedpłata ${amount}`,
        paragraphs: [
          `Przed pierwszym zamówieniem prosimy o przedpłatę w kwocie ${amount}. Zostanie rozliczona z kolejnymi fakturami.`,
        ],
      };
    case 'topUp':
      return {
        subject: `Niskie saldo przedpłacone: prosimy o doładowanie ${amount}`,
        paragraphs: [`Saldo przedpłacone spadło poniżej uzgodnionego progu. Prosimy o doładowanie kwotą ${amount}.`],
      };
    case 'termination':
      return {
        subject: `Zakończenie usług ${sellerName}`,
        paragraphs: [
          'Państwa subskrypcje są kończone. Prosimy o zabezpieczenie danych w terminach podanych przez firmę Microsoft.',
        ],
      };
  }
}

function suspension({ suspensionOn }: NoticeFacts): readonly string[] {
  return suspensionOn === null
    ? []
    : [
        `W razie braku zapłaty subskrypcje zostaną zawieszone w dniu ${suspensionOn}. Zostaną przywrócone automatycznie po uregulowaniu całości zaległego salda.`,
      ];
}
