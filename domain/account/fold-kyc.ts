import type { Fact } from '../facts/fact.ts';
import type { MutableAccount } from './mutable-account.ts';

/** Adds what is known about who the customer is, and what was found wanting. */
export function foldKyc(account: MutableAccount, fact: Fact): void {
  const { known } = account;
  switch (fact.kind) {
    case 'requirement.recorded':
      if (fact.body.key === 'verification') account.known = { ...known, knownOn: fact.effectiveOn };
      break;
    case 'evidence.recorded':
      account.known = { ...known, evidence: new Map(known.evidence).set(fact.body.kind, fact.body) };
      break;
    case 'circumstance.noted':
      account.known = { ...known, circumstances: new Set(known.circumstances).add(fact.body.circumstance) };
      break;
    case 'circumstance.cleared': {
      const left = [...known.circumstances].filter((one) => one !== fact.body.circumstance);
      account.known = { ...known, circumstances: new Set(left) };
      break;
    }
    case 'document.accepted': {
      const { document, version, on } = fact.body;
      account.known = { ...known, documents: new Map(known.documents).set(document, { version, on }) };
      break;
    }
    case 'review.recorded':
      account.known = { ...known, knownOn: fact.effectiveOn };
      break;
    default:
  }
}
