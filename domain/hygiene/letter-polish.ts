import type { LetterLanguage } from './letter-facts.ts';

/** Letters of a review in Polish. */
export const POLISH_LETTER: LetterLanguage = {
  subject: ({ occasion, dueOn }) =>
    ({
      report: `Użytkownicy i licencje w Państwa środowisku Microsoft: prosimy o przegląd do ${dueOn}`,
      reminder: `Przypomnienie: użytkownicy i licencje do uporządkowania do ${dueOn}`,
      checklist: `Państwa usługi Microsoft: prosimy o przegląd do ${dueOn}`,
    })[occasion],
  greeting: () => 'Szanowni Państwo,',
  opening: ({ occasion }) =>
    ({
      report:
        'Nieużywane konta ułatwiają włamanie, a licencje, z których nikt nie korzysta, kosztują. W Państwa środowisku Microsoft znaleźliśmy:',
      reminder: 'Ponownie sprawdziliśmy Państwa środowisko Microsoft. Nadal do uporządkowania pozostają:',
      checklist:
        'Sprawdziliśmy Państwa środowisko Microsoft i nie znaleźliśmy użytkowników ani licencji do uporządkowania.',
    })[occasion],
  heading: {
    inactiveMember: 'Użytkownicy, którzy od dawna się nie logowali',
    expiredGuest: 'Konta gości nieużywane lub z nieprzyjętym zaproszeniem',
    idleLicence: 'Licencje użytkowników wyłączonych lub nielogujących się',
    spareLicence: 'Licencje nieprzypisane do nikogo',
    lapsedExclusion: 'Konta wyłączone z przeglądu, których termin weryfikacji minął',
  },
  line: ({ kind, subject, since, quantity }) =>
    `- ${subject}${kind === 'spareLicence' ? `: ${quantity}` : ''}${since === null ? '' : `, od ${since}`}`,
  more: (count) => `- oraz ${count} innych`,
  signInsUnknown:
    'Państwa środowisko nie ma licencji Entra ID P1 ani P2, więc logowań nie można odczytać: sprawdziliśmy tylko licencje.',
  products: ({ products }) =>
    [
      'Państwa licencje:',
      ...products.map((one) => `- ${one.name}: kupione ${one.bought}, przypisane ${one.assigned}`),
    ].join('\n'),
  checklist: ({ occasion, dueOn }) =>
    occasion === 'checklist'
      ? [
          `Niektóre sprawy mogą ocenić tylko Państwo. Prosimy o ich przegląd do ${dueOn} i o informację, co należy zmienić:`,
          '- subskrypcje: czy wszystkie są nadal potrzebne?',
          '- alerty kosztów: czy otrzymuje je osoba, która może zareagować?',
          '- administratorzy: czy każda z tych osób nadal u Państwa pracuje i potrzebuje tak szerokich uprawnień?',
          '- partnerzy i ich dostęp do środowiska i subskrypcji Azure, także nasz.',
        ].join('\n')
      : 'Przy tej okazji prosimy też o przegląd subskrypcji i alertów kosztów, administratorów oraz partnerów, którzy mają dostęp do Państwa środowiska.',
  request: ({ dueOn, remedy }) => {
    const after =
      remedy === null
        ? ''
        : ` Zgodnie z Państwa upoważnieniem po tym dniu wyłączymy pozostałe konta${remedy.deleteAfterDays === null ? '' : `, a po kolejnych ${remedy.deleteAfterDays} dniach usuniemy je; Microsoft może je przywrócić jeszcze przez 30 dni`}.`;
    return `Prosimy o wyłączenie lub usunięcie zbędnych kont i licencji do ${dueOn} albo o informację, co ma pozostać i dlaczego. Sprawdzimy to ponownie sami.${after}`;
  },
  regards: 'Z poważaniem',
};
