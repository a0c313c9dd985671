/** How a look at the consenting administrator's sign-in ended (contract §1.4, §1.5). */
export type SignInSeen =
  /** Microsoft, or the store of sign-ins, has said no for good: with its code. */
  | { readonly kind: 'refused'; readonly code: string | null }
  | {
      readonly kind: 'answered';
      /** Whether the sign-in was multi-factor; null where Microsoft did not say. */
      readonly withMfa: boolean | null;
      /** Of the latest calls in a person's name so many were not. */
      readonly recentWithoutMfa: number;
    };

export type SignInAlarm = 'consentLost' | 'mfaMissing';

/** Contract §17: the token was not born in a multi-factor sign-in. */
const WITHOUT_MFA = '900421';

/**
 * What a person must mend. Without the sign-in nobody watches usage, hears of fraud by its own interface, or attests an
 * agreement; without MFA Microsoft refuses it sooner or later (practice 71). What it says of this very call counts before
 * what it lists of earlier ones: those stay on its list after somebody has consented anew.
 */
export function signInAlarm(seen: SignInSeen): SignInAlarm | null {
  if (seen.kind === 'refused') return seen.code === WITHOUT_MFA ? 'mfaMissing' : 'consentLost';
  return (seen.withMfa ?? seen.recentWithoutMfa === 0) ? null : 'mfaMissing';
}
