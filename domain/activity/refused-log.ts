/** How a tenant refused a log: HTTP status and Microsoft's code. */
export interface LogRefusal {
  readonly httpStatus: number | null;
  readonly code: string | null;
  /** Whether it concerns our sign-in or our rights. */
  readonly unauthorized: boolean;
}

/**
 * What a refusal means: the tenant has `unlicensed` no such log, the Azure subscription is `gone`, we are `denied` it, or it is
 * trouble that passes (`later`). `signIn`: no leave to enter the tenant was given at all, which is the tenant's no only while
 * our own sign-in still holds elsewhere: else one lost sign-in would look like ten thousand customers who withdrew.
 */
export function meaningOfRefusal({
  httpStatus,
  code,
  unauthorized,
}: LogRefusal): 'unlicensed' | 'gone' | 'denied' | 'signIn' | 'later' {
  if (httpStatus === 403 && code !== null && WITHOUT_LICENCE.test(code)) return 'unlicensed';
  if (httpStatus === 404 || code === 'InvalidAuthenticationTokenTenant') return 'gone';
  if (httpStatus === 403) return 'denied';
  return unauthorized ? 'signIn' : 'later';
}

const WITHOUT_LICENCE = /NonPremiumTenant/i;
