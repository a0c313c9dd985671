/** What a letter about a passed threshold says. */
export interface AlertFacts {
  readonly customerName: string;
  readonly sellerName: string;
  readonly percent: number;
  /** For people: `1 240,00 PLN`. */
  readonly used: string;
  readonly budget: string;
  /** `2026-11` */
  readonly month: string;
}

/**
 * The letter about a passed threshold, in the customer's language, English where we have no other. It says what a budget is
 * and is not: Microsoft's figures are estimates before tax, and nothing stops by itself (practice 61).
 */
export function writeAlert(facts: AlertFacts, locale: string): { readonly subject: string; readonly text: string } {
  const { subject, paragraphs } = locale.startsWith('pl') ? polish(facts) : english(facts);
  return { subject, text: `${paragraphs.join('\n\n')}\n` };
}

function english({ customerName, sellerName, percent, used, budget, month }: AlertFacts) {
  return {
    subject: `${percent} % of your cloud budget for ${month} is used`,
    paragraphs: [
      `Dear ${customerName},`,
      `The usage of your Azure services in ${month} has reached ${used}. That is at least ${percent} % of the monthly budget of ${budget} that we agreed with you.`,
      'These are estimates of Microsoft before tax. The budget stops nothing by itself: usage goes on and is charged. If you did not expect this, please call us.',
      `Kind regards\n${sellerName}`,
    ],
  };
}

function polish({ sellerName, percent, used, budget, month }: AlertFacts) {
  return {
    subject: `Wykorzystano ${percent} % budżetu usług chmurowych za ${month}`,
    paragraphs: [
      'Szanowni Państwo,',
      `Użycie usług Azure za ${month} osiągnęło ${used}, czyli co najmniej ${percent} % uzgodnionego z Państwem budżetu miesięcznego ${budget}.`,
      'Są to szacunki firmy Microsoft przed podatkiem. Budżet sam niczego nie zatrzymuje: użycie trwa i jest rozliczane. Jeśli jest to dla Państwa niespodzianką, prosimy o telefon.',
      `Z poważaniem\n${sellerName}`,
    ],
  };
}
