import type { ErrorCode } from '../errors.ts';
import type { FactDraft } from '../facts/fact.ts';

/** A command's answer: the facts it makes, or the catalogue's code and a sentence for the person who asked. */
export type Judgement =
  | { readonly drafts: readonly FactDraft[] }
  | { readonly refused: ErrorCode; readonly detail: string };

/** A refusal with the catalogue's code. */
export function refuse(refused: ErrorCode, detail: string): Judgement {
  return { refused, detail };
}
