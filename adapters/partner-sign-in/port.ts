/** How Microsoft saw the calls that we make in the consenting administrator's name (contract §1.4). */
export interface SignInLook {
  /** Whether this very call came from a multi-factor sign-in; null where Microsoft did not say. */
  readonly withMfa: boolean | null;
  /** Of the latest calls in a person's name, those of other programs of the partner included. */
  readonly recent: { readonly calls: number; readonly withoutMfa: number };
}

export interface PartnerSignIn {
  /** @throws PartnerCenterError `unauthorized` where the sign-in no longer suffices, or nobody has consented */
  look(): Promise<SignInLook>;
}
