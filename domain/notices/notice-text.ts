/** What a notice is about, ready for a reader: amounts and days are already in the reader's language. */
export interface NoticeFacts {
  readonly sellerName: string;
  readonly customerName: string;
  readonly amount: string;
  readonly invoices: readonly { readonly number: string; readonly dueOn: string; readonly open: string }[];
  /** The day of suspension that a warning names, in the reader's form. */
  readonly suspensionOn: string | null;
  readonly bankAccounts: readonly string[];
  readonly reference: string;
  readonly checkoutUrl: string | null;
}

/** Which text: by what the notice does, not by what a policy happens to call its steps. */
export type NoticeTone = 'beforeDue' | 'reminder' | 'firmReminder' | 'warning' | 'prepayment' | 'topUp' | 'termination';

export interface NoticeText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

export type TextWriter = (tone: NoticeTone, facts: NoticeFacts) => NoticeText;
