import type { Day } from '../calendar/day.ts';
import { roleName } from './access-target.ts';

/** What a letter about a successor of a delegated admin relationship says. */
export interface OfferLetterFacts {
  readonly sellerName: string;
  readonly customerName: string;
  /** The last day of the relationship that ends. */
  readonly endsOn: Day;
  /** As the customer's administrator reads it where he approves. */
  readonly displayName: string;
  /** Microsoft's word for how long, such as `P365D`. */
  readonly duration: string;
  /** Role definitions that are asked for, and those that are not any more. */
  readonly roles: readonly string[];
  readonly dropped: readonly string[];
  readonly approvalUrl: string;
}

/**
 * Asks the customer to approve our access anew (practice 72), in its language, English where we have no other. What is asked for
 * is named in full: an administrator approves what he has read, and nothing else under our name.
 */
export function writeOfferLetter(
  facts: OfferLetterFacts,
  locale: string,
): { readonly subject: string; readonly text: string } {
  const { subject, paragraphs } = locale.startsWith('pl') ? polish(facts) : english(facts);
  return { subject, text: `${paragraphs.join('\n\n')}\n` };
}

/** `globalReader` is `Global Reader`, as Microsoft's administration shows it in any language; a role without a name is its id. */
function named(role: string): string {
  const name = roleName({ kind: 'directoryRole', role });
  return name === null ? role : name.replaceAll(/[A-Z]/g, ' $&').replace(/^[a-z]/, (first) => first.toUpperCase());
}

const listed = (roles: readonly string[]): string => roles.map((role) => `- ${named(role)}`).join('\n');

function english({ sellerName, customerName, endsOn, displayName, duration, ...facts }: OfferLetterFacts) {
  return {
    subject: `Please approve our access to your Microsoft tenant again by ${endsOn}`,
    paragraphs: [
      `Dear ${customerName},`,
      `Our delegated access to your Microsoft tenant ends on ${endsOn}. Through it we watch for misuse and look after your users; after that day we see nothing of it.`,
      `We have prepared its successor, "${displayName}", for ${lengthIn(duration, ENGLISH_LENGTHS)}. It asks for these roles:\n${listed(facts.roles)}`,
      ...(facts.dropped.length === 0
        ? []
        : [`These roles have not been used, and are not asked for any more:\n${listed(facts.dropped)}`]),
      `A Global Administrator of yours approves it here:\n${facts.approvalUrl}`,
      `Please approve it only if name and roles are as above. If you do not want us to have access any more, there is nothing that you have to do: it ends by itself.`,
      `Kind regards\n${sellerName}`,
    ],
  };
}

function polish({ sellerName, endsOn, displayName, duration, ...facts }: OfferLetterFacts) {
  return {
    subject: `Prosimy o ponowne zatwierdzenie naszego dostępu do środowiska Microsoft do ${endsOn}`,
    paragraphs: [
      'Szanowni Państwo,',
      `Nasz delegowany dostęp do Państwa środowiska Microsoft kończy się dnia ${endsOn}. Dzięki niemu wykrywamy nadużycia i opiekujemy się użytkownikami; po tym dniu nie będziemy nic widzieć.`,
      `Przygotowaliśmy jego następcę „${displayName}” na okres: ${lengthIn(duration, POLISH_LENGTHS)}. Obejmuje on role:\n${listed(facts.roles)}`,
      ...(facts.dropped.length === 0
        ? []
        : [`Następujące role nie były używane i już o nie nie prosimy:\n${listed(facts.dropped)}`]),
      `Administrator globalny po Państwa stronie zatwierdza go tutaj:\n${facts.approvalUrl}`,
      'Prosimy zatwierdzić go tylko wtedy, gdy nazwa i role są takie jak powyżej. Jeśli nie chcą już Państwo, abyśmy mieli dostęp, nie trzeba nic robić: wygaśnie sam.',
      `Z poważaniem\n${sellerName}`,
    ],
  };
}

/** `P365D` is 365 days, `P2Y` two years. Two years are the most that there can be. */
const ENGLISH_LENGTHS: LengthWords = { Y: ['year', 'years'], M: ['month', 'months'], D: ['day', 'days'] };
const POLISH_LENGTHS: LengthWords = { Y: ['rok', 'lata'], M: ['mies.', 'mies.'], D: ['dzień', 'dni'] };

type LengthWords = Readonly<Record<'Y' | 'M' | 'D', readonly [one: string, more: string]>>;

function lengthIn(duration: string, words: LengthWords): string {
  const [, count, unit] = /^P(\d+)([YMD])$/.exec(duration) ?? [];
  if (count === undefined || (unit !== 'Y' && unit !== 'M' && unit !== 'D')) return duration;
  return `${count} ${words[unit][count === '1' ? 0 : 1]}`;
}
