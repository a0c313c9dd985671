import type { Day } from '../calendar/day.ts';

/** What a letter about data that will be lost says. */
export interface DataLossFacts {
  readonly sellerName: string;
  readonly customerName: string;
  /** Null where it was sold by nobody whom we know. */
  readonly offer: string | null;
  /** Microsoft's id of the subscription, as the customer's administrator sees it. */
  readonly microsoftId: string;
  /** The first day on which the data are gone. */
  readonly dataGoneOn: Day;
  /** Whether the subscription itself can still be brought back. */
  readonly restorable: boolean;
}

/**
 * Tells the customer when its data go and what it can do (practices 57 to 59), in its language, English where we have no
 * other. Administrators keep access to the data until then (contract §6.4).
 */
export function writeDataLossLetter(
  facts: DataLossFacts,
  locale: string,
): { readonly subject: string; readonly text: string } {
  const { subject, paragraphs } = locale.startsWith('pl') ? polish(facts) : english(facts);
  return { subject, text: `${paragraphs.join('\n\n')}\n` };
}

function named({ offer, microsoftId }: DataLossFacts): string {
  return offer === null ? microsoftId : `${offer} (${microsoftId})`;
}

function english(facts: DataLossFacts) {
  const { sellerName, customerName, dataGoneOn, restorable } = facts;
  return {
    subject: `Your data will be lost on ${dataGoneOn}`,
    paragraphs: [
      `Dear ${customerName},`,
      `Your subscription ${named(facts)} has been stopped. If nothing is done, Microsoft will delete its data on ${dataGoneOn}, for ever. Nobody can bring them back after that.`,
      `Until then your administrators can still reach the data. Please save mailboxes, files and whatever else you need before ${dataGoneOn}.`,
      restorable
        ? 'The subscription can still be brought back until that day. If you want to keep it, please answer at once; if it was stopped because invoices are open, please pay them.'
        : 'The subscription itself cannot be brought back any more. If you want to go on working, please ask us at once about a new one.',
      'If you no longer need the data, there is nothing that you have to do.',
      `Kind regards\n${sellerName}`,
    ],
  };
}

function polish(facts: DataLossFacts) {
  const { sellerName, dataGoneOn, restorable } = facts;
  return {
    subject: `Państwa dane zostaną utracone dnia ${dataGoneOn}`,
    paragraphs: [
      'Szanowni Państwo,',
      `Państwa subskrypcja ${named(facts)} została zatrzymana. Jeśli nic się nie zmieni, firma Microsoft dnia ${dataGoneOn} trwale usunie jej dane. Później nikt nie może ich odzyskać.`,
      `Do tego czasu administratorzy mają jeszcze dostęp do danych. Prosimy zabezpieczyć pocztę, pliki i wszystko, co jest potrzebne, przed dniem ${dataGoneOn}.`,
      restorable
        ? 'Do tego dnia subskrypcję można jeszcze przywrócić. Jeśli chcą ją Państwo zachować, prosimy o niezwłoczną odpowiedź; jeśli została zatrzymana z powodu nieopłaconych faktur, prosimy o ich zapłatę.'
        : 'Samej subskrypcji nie można już przywrócić. Jeśli chcą Państwo dalej pracować, prosimy o niezwłoczny kontakt w sprawie nowej.',
      'Jeśli dane nie są już potrzebne, nie muszą Państwo nic robić.',
      `Z poważaniem\n${sellerName}`,
    ],
  };
}
