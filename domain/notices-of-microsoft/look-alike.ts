/** Names that a forger likes to write nearly right. */
const NAMES = ['microsoft', 'azure', 'microsoftonline', 'office365'];
/** What looks like another letter. Longer ones first. */
const LOOKS_LIKE: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['vv', 'w'],
  ['0', 'o'],
  ['1', 'l'],
  ['3', 'e'],
  ['5', 's'],
  ['$', 's'],
];

/**
 * Whether a host that is not Microsoft's wants to be taken for it: the name stands in it, as it is, with letters that look
 * alike, in another alphabet, or one slip away (`rnicrosoft.com`, `microsoft.com.login.example`, `xn--…`, `micros0ft.com`).
 */
export function looksLikeMicrosoft(host: string): boolean {
  const labels = host.toLowerCase().split(/[.\-_]/);
  // Letters of another alphabet, encoded or not, cannot be told apart by eye: that is what they are used for.
  return labels.includes('xn') || /[^\p{ASCII}]/u.test(host) || labels.some(isNearAName);
}

/** Whether the name that a sender has put beside its address says that it is Microsoft. */
export function namesMicrosoft(name: string): boolean {
  return name.toLowerCase().split(/\s+/).some(isNearAName);
}

function isNearAName(word: string): boolean {
  return NAMES.some((name) => isNear(word, name) || isNear(seenAs(word), name));
}

function seenAs(label: string): string {
  return LOOKS_LIKE.reduce((text, [sign, letter]) => text.replaceAll(sign, letter), latin(label));
}

/** Letters with an accent as those beneath it. */
function latin(label: string): string {
  return label.normalize('NFD').replaceAll(/\p{Mark}/gu, '');
}

/** Equal, or one letter added, left out, replaced, or two swapped. Short names must be equal: `azur` is a word. */
function isNear(text: string, name: string): boolean {
  if (text === name || text.includes('microsoft')) return true;
  if (name.length < 8 || Math.abs(text.length - name.length) > 1) return false;
  let first = 0;
  while (first < text.length && text[first] === name[first]) first += 1;
  const [rest, restOfName] = [text.slice(first), name.slice(first)];
  return (
    rest.slice(1) === restOfName.slice(1) ||
    rest === restOfName.slice(1) ||
    rest.slice(1) === restOfName ||
    (rest[0] === restOfName[1] && rest[1] === restOfName[0] && rest.slice(2) === restOfName.slice(2))
  );
}
