/** An address with the name that its sender has put beside it. Both are the sender's own words. */
export interface MailParty {
  readonly name: string;
  /** Lower case. */
  readonly address: string;
}

/** A mail as it lies in the shared mailbox, read and not yet judged. */
export interface NoticeMail {
  /** Without angle brackets; null where there is none. */
  readonly messageId: string | null;
  /** Every address of `From`. A genuine mail has one. */
  readonly from: readonly MailParty[];
  readonly replyTo: readonly MailParty[];
  readonly subject: string;
  /** The body as text; of a mail that has only HTML, what a reader sees of it. */
  readonly text: string;
  /** Hosts to which its links lead, in lower case, each once. */
  readonly linkHosts: readonly string[];
  /** Values of `Authentication-Results`, the topmost first: every host on the way may add one, and so may a forger. */
  readonly authenticationResults: readonly string[];
}

/** What became of a mail's sender check. */
export type Genuineness = 'genuine' | 'doubtful' | 'forged';

/** What Microsoft writes about. */
export type NoticeClass = 'aup' | 'billing' | 'creditLimit' | 'terms' | 'securityAlert' | 'serviceAdvisory' | 'other';

/** What a notice says about action (practice 31): to be taken by the partner, taken by Microsoft already, or both. */
export interface NoticeAction {
  readonly required: boolean;
  readonly taken: boolean;
}

/** Ids that a notice names, in lower case, each once. */
export interface NamedIds {
  readonly tenants: readonly string[];
  readonly subscriptions: readonly string[];
  readonly alerts: readonly string[];
  /** Guids of which the text does not say what they are. */
  readonly others: readonly string[];
}
