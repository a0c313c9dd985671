import type { CaseCategory } from '../security/case-facts.ts';
import type { NoticeAction, NoticeClass, NoticeMail } from './notice-mail.ts';
import { plainText } from './plain-text.ts';

/** Words of a class, in English and in Polish without marks. In the order in which classes win a tie: what hurts sooner first. */
const WORDS: readonly (readonly [Exclude<NoticeClass, 'other'>, RegExp])[] = [
  [
    'securityAlert',
    /security alert|fraud(?:ulent)? (?:activity|event)|suspicious activity|unauthori[sz]ed (?:use|access|activity)|compromised|anomalous usage|crypto ?-?min(?:ing|er)|alert (?:zabezpieczen|bezpieczenstwa)|podejrzan\w+ dzialan\w*|nietypow\w+ (?:dzialan\w*|uzyci\w*)|przejet\w+ konto|kopani\w+ kryptowalut/g,
  ],
  [
    'aup',
    /acceptable use policy|\baup\b|violat(?:es|ed|ion|ions|ing)|policy enforcement|abuse report|zasad\w* (?:dopuszczalnego|akceptowalnego) uzytkowania|naruszeni\w*|naruszy\w*/g,
  ],
  ['creditLimit', /credit limit|available credit|limit(?:u|em)? kredytow\w*|dostepn\w+ kredyt\w*/g],
  [
    'billing',
    /\binvoice\b|\bbilling\b|payment (?:is )?(?:due|overdue|failed|received)|past due|\bfaktur\w*|rozliczeni\w*|platnosc\w*|zaleglosc\w*/g,
  ],
  [
    'terms',
    /product terms|online services terms|(?:partner|customer) agreement|terms of (?:use|service)|warunk\w* (?:produktow|uslug)\w*|umow\w* (?:partner\w*|klient\w*|microsoft)|postanowieni\w*/g,
  ],
  [
    'serviceAdvisory',
    /service (?:health )?advisory|service (?:incident|interruption|health)|planned maintenance|retirement|will be retired|deprecat\w+|kondycj\w* uslug|przerw\w* w dzialaniu|planowan\w+ konserwacj\w*|wycofan\w+/g,
  ],
];

/** A word in the subject says what a mail is about; in the body it may be said in passing. */
const IN_SUBJECT = 3;
const ENOUGH = 3;
const MOST_OF_A_BODY = 4;

/** What a mail is about. One whose words do not say it is `other`: a person reads it. */
export function classOf({ subject, text }: Pick<NoticeMail, 'subject' | 'text'>): NoticeClass {
  const [head, body] = [plainText(subject), plainText(text)];
  const scores = WORDS.map(([name, words]) => {
    const inBody = Math.min(body.match(words)?.length ?? 0, MOST_OF_A_BODY);
    return { name, score: (head.match(words) === null ? 0 : IN_SUBJECT) + inBody };
  });
  const best = Math.max(...scores.map(({ score }) => score));
  if (best < ENOUGH) return 'other';
  return scores.find(({ score }) => score === best)?.name ?? 'other';
}

const TAKEN =
  /ha(?:s|ve) been (?:suspended|disabled|blocked|restricted|removed|deallocated)|we (?:have )?(?:suspended|disabled|blocked|restricted)|zosta\w* (?:zawieszon\w*|wylaczon\w*|zablokowan\w*|ograniczon\w*|usuniet\w*)|zawiesilismy|wylaczylismy|zablokowalismy/;
const REQUIRED =
  /action (?:is )?required|required action|you must|you are required|please (?:respond|reply|review|remove|resolve|confirm|provide|take)|respond (?:by|within|no later)|wymagan\w* dzialani\w*|wymaga (?:podjecia )?dzialani\w*|nalezy|musisz|musza panstwo|prosimy o (?:odpowiedz|usuniecie|potwierdzenie|podjecie|wyjasnieni\w*)|odpowiedz w ciagu/;

/** What a notice says about action: it may ask for something and have been acted upon already (practice 31). */
export function actionOf({ subject, text }: Pick<NoticeMail, 'subject' | 'text'>): NoticeAction {
  const all = plainText(`${subject}\n${text}`);
  return { required: REQUIRED.test(all), taken: TAKEN.test(all) };
}

/** Words of the categories of practice 33; the first that fits. */
const CATEGORIES: readonly (readonly [CaseCategory, RegExp])[] = [
  ['cryptoMining', /crypto ?-?(?:currency )?min(?:ing|er)|mining pool|kopani\w+ kryptowalut|koparek? kryptowalut/],
  ['ddos', /\bd?dos\b|denial[ -]of[ -]service|odmow\w+ uslugi/],
  ['malware', /malware|ransomware|virus|botnet|command and control|zlosliw\w+ oprogramowani\w*/],
  ['spam', /\bspam\b|bulk (?:e-?)?mail|phishing|unsolicited|niechcian\w+ (?:poczt\w*|wiadomosc\w*)|masow\w+ wysylk\w*/],
  ['hacking', /hacking|port scan|brute[ -]force|intrusion|unauthori[sz]ed access|wlamani\w*|skanowani\w+ portow/],
  ['resale', /resale|resell|pirated|odsprzedaz\w*|pirack\w+/],
  ['stolenInstrument', /stolen (?:card|payment|instrument)|chargeback|kradzion\w+ kart\w*|skradzion\w+ kart\w*/],
  ['falseBilling', /false billing|billing (?:information|details) (?:is|are) (?:false|incorrect)|falszyw\w+ dan\w+/],
  ['default', /non-?payment|default on payment|brak zaplaty|nieoplacon\w+/],
];

/** Which kind of abuse or theft a notice names; null when it names none that is known. */
export function categoryOf({ subject, text }: Pick<NoticeMail, 'subject' | 'text'>): CaseCategory | null {
  const all = plainText(`${subject}\n${text}`);
  return CATEGORIES.find(([, words]) => words.test(all))?.[0] ?? null;
}
