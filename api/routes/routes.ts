import type { Route } from '../route.ts';
import { accessGrantRoutes } from './access-grants.ts';
import { activityRoutes } from './activity.ts';
import { auditRoutes } from './audit.ts';
import { caseCureRoutes } from './case-cures.ts';
import { clockRoutes } from './clock.ts';
import { customerRoutes } from './customers.ts';
import { delegatedRelationshipRoutes } from './delegated-relationships.ts';
import { disputeRoutes } from './disputes.ts';
import { dunningRoutes } from './dunning.ts';
import { hygieneRoutes } from './hygiene.ts';
import { holdRoutes } from './holds.ts';
import { noteRoutes } from './notes.ts';
import { noticeRoutes } from './notices.ts';
import { noticeMailRoutes } from './notice-mails.ts';
import { onboardingRoutes } from './onboarding.ts';
import { operationRoutes } from './operations.ts';
import { partnerTaskRoutes } from './partner-tasks.ts';
import { policyRoutes } from './policies.ts';
import { promiseRoutes } from './promises.ts';
import { reconciliationRoutes } from './reconciliation.ts';
import { taskRoutes } from './tasks.ts';
import { approvalRoutes } from './approvals.ts';
import { importRoutes } from './imports.ts';
import { invoiceRoutes } from './invoices.ts';
import { partnerStandingRoutes } from './partner-standing.ts';
import { paymentRoutes } from './payments.ts';
import { receivableRoutes } from './receivables.ts';
import { sellerRoutes } from './sellers.ts';
import { timelineRoutes } from './timeline.ts';
import { kycRoutes } from './kyc.ts';
import { unmatchedPaymentRoutes } from './unmatched-payments.ts';
import { offboardingRoutes } from './offboarding.ts';
import { paymentInstrumentRoutes } from './payment-instruments.ts';
import { prepaymentRoutes } from './prepayments.ts';
import { containmentRoutes } from './containment.ts';
import { compromiseRoutes } from './compromise.ts';
import { securityCaseRoutes } from './security-cases.ts';
import { microsoftRoutes } from './microsoft.ts';
import { usageRoutes } from './usage.ts';
import { verificationEvidenceRoutes } from './verification-evidence.ts';
import { subscriptionRoutes } from './subscriptions.ts';

/** Every call of the API, by resource. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...onboardingRoutes,
  ...clockRoutes,
  ...operationRoutes,
  ...holdRoutes,
  ...dunningRoutes,
  ...disputeRoutes,
  ...promiseRoutes,
  ...noticeRoutes,
  ...noteRoutes,
  ...taskRoutes,
  ...approvalRoutes,
  ...importRoutes,
  ...invoiceRoutes,
  ...paymentRoutes,
  ...receivableRoutes,
  ...partnerStandingRoutes,
  ...sellerRoutes,
  ...unmatchedPaymentRoutes,
  ...timelineRoutes,
  ...policyRoutes,
  ...offboardingRoutes,
  ...paymentInstrumentRoutes,
  ...prepaymentRoutes,
  ...subscriptionRoutes,
  ...microsoftRoutes,
  ...securityCaseRoutes,
  ...caseCureRoutes,
  ...noticeMailRoutes,
  ...partnerTaskRoutes,
  ...containmentRoutes,
  ...compromiseRoutes,
  ...accessGrantRoutes,
  ...delegatedRelationshipRoutes,
  ...usageRoutes,
  ...activityRoutes,
  ...kycRoutes,
  ...verificationEvidenceRoutes,
  ...hygieneRoutes,
  ...auditRoutes,
  ...reconciliationRoutes,
];
