import type { NamedIds, NoticeMail } from './notice-mail.ts';
import { plainText } from './plain-text.ts';

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
/** How far before an id its name stands, in letters. */
const NEAR = 60;

const NAMES: readonly (readonly [keyof NamedIds, RegExp])[] = [
  ['tenants', /tenant|directory|customer id|dzierzaw|katalog|identyfikator klienta/g],
  ['subscriptions', /subscription|subskrypcj|entitlement/g],
  ['alerts', /alert|event id|zdarzeni/g],
];

/** The ids that a notice names; each is what the word nearest before it says. */
export function namedIds({ subject, text }: Pick<NoticeMail, 'subject' | 'text'>): NamedIds {
  const all = plainText(`${subject}\n${text}`);
  const found: Record<keyof NamedIds, Set<string>> = {
    tenants: new Set(),
    subscriptions: new Set(),
    alerts: new Set(),
    others: new Set(),
  };
  let before = 0;
  for (const match of all.matchAll(GUID)) {
    const [id] = match;
    found[nameOf(all.slice(Math.max(before, match.index - NEAR), match.index))].add(id);
    before = match.index + id.length;
  }
  return {
    tenants: [...found.tenants],
    subscriptions: [...found.subscriptions],
    alerts: [...found.alerts],
    others: [...found.others],
  };
}

function nameOf(words: string): keyof NamedIds {
  let [best, at]: [keyof NamedIds, number] = ['others', -1];
  for (const [name, pattern] of NAMES) {
    const last = [...words.matchAll(pattern)].at(-1)?.index ?? -1;
    if (last > at) [best, at] = [name, last];
  }
  return best;
}
