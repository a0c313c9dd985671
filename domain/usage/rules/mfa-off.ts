import { weighedActivity } from '../activity-finding.ts';
import type { Rule } from '../look.ts';

/** Multi-factor authentication switched off for somebody. Practice 69: MFA everywhere, and no rights without it. */
export const mfaOff: Rule = (look) => weighedActivity(look, 'mfa-off', 69, ['mfaDisabled']);
