/** How the push of an alert fares on its way; `skewed`: its date lies hours away from everybody's clock. */
export type Push = 'prompt' | 'twice' | 'late' | 'held' | 'lost' | 'forged' | 'skewed';

/** What befalls the next thing that is stopped, cancelled or started at Microsoft for one customer. */
export type Mishap = 'lostAnswer' | 'errorAfterwards' | 'errorBefore' | 'throttled' | 'tokenExpires' | 'workerKilled';

/** Whose a mail in the mailbox for notices is; `unclassed` is Microsoft's, and says nothing that anybody could class. */
export type MailKind = 'genuine' | 'repeated' | 'forged' | 'unclassed';

/** What the analyst will come to think of it. */
export type Plan = 'legitimate' | 'ignored' | 'cancelAzure' | 'suspendLicences';

/** What happens to one customer; `customer` is its place in the cast. */
export type CustomerEvent = { readonly at: number; readonly customer: number } & (
  | { readonly kind: 'usage'; readonly amount: string; readonly usedDaysAgo: number }
  | { readonly kind: 'usageRestated'; readonly amount: string }
  | { readonly kind: 'alert'; readonly push: Push; readonly plan: Plan }
  | { readonly kind: 'pushRepeated' }
  | { readonly kind: 'phoneCall'; readonly plan: Plan }
  | { readonly kind: 'noticeMailed'; readonly mail: MailKind }
  | { readonly kind: 'mishap'; readonly how: Mishap }
  | { readonly kind: 'clockAhead'; readonly minutes: number }
  | { readonly kind: 'accessAsked'; readonly minutes: number }
  | { readonly kind: 'invoice'; readonly amount: string }
  | { readonly kind: 'payment'; readonly part: 'all' | 'half' }
  | { readonly kind: 'microsoftSuspends' }
  | { readonly kind: 'microsoftLifts' }
  | { readonly kind: 'customerReactivates' }
  | { readonly kind: 'customerReenablesAzure' }
);

/** What happens to everybody. */
export type WorldEvent = { readonly at: number } & (
  | { readonly kind: 'graphAway' | 'graphBack' }
  | { readonly kind: 'consentRevoked' | 'consentGiven' }
  | { readonly kind: 'accessTokensExpire' }
  | { readonly kind: 'throttling'; readonly calls: number }
  | { readonly kind: 'workerKilled' }
);

/** `at` is in minutes after the day's first. */
export type ScriptEvent = CustomerEvent | WorldEvent;

export function isOfCustomer(event: ScriptEvent): event is CustomerEvent {
  return 'customer' in event;
}

/**
 * `debtor`: an invoice of January, so that the ladder comes to its suspension on this day; `azure`: licences and a plan
 * with Azure subscriptions; `licences`: nothing but licences, nothing owed.
 */
export type Role = 'debtor' | 'azure' | 'licences';

/** One day: who lives in it and what happens, in order. */
export interface Script {
  readonly cast: readonly Role[];
  readonly events: readonly ScriptEvent[];
  /** Places of customers whose first case the analyst is late with: half of the hour goes by before anybody looks. */
  readonly late: ReadonlySet<number>;
}
