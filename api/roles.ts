import type { Role } from '../db/tables/machinery-tables.ts';
import type { HoldReason } from '../domain/facts/collection-facts.ts';

export const ROLES = [
  'collector',
  'analyst',
  'finance',
  'auditor',
  'operator',
  'admin',
] as const satisfies readonly Role[];

const EVERYONE: readonly Role[] = ROLES;
/** Those who write beside `admin`, who may do all of it. Auditors are in none of these: they write nothing. */
const writers = (...roles: readonly Role[]): readonly Role[] => Object.freeze([...roles, 'admin'] satisfies Role[]);

const analyst = writers('analyst');
const collector = writers('collector');
const finance = writers('finance');
const operator = writers('operator');

/**
 * Who may call what, route by route (api-surface, "Who may call what"). Every route has a line here: one that has none
 * cannot be registered.
 */
export const ROUTE_ROLES = Object.freeze({
  listCustomers: EVERYONE,
  getCustomer: EVERYONE,
  createCustomer: operator,
  changeCustomer: operator,

  getOnboarding: EVERYONE,
  recordAgreement: operator,
  recordVerification: writers('operator', 'analyst'),
  recordBudget: operator,
  reopenOnboarding: operator,
  getKyc: EVERYONE,
  stateKycProfile: writers('operator', 'analyst'),
  acceptDocument: operator,
  recordReview: writers('operator', 'analyst'),
  changeCircumstance: analyst,
  recordSignUp: operator,
  listEvidence: EVERYONE,
  getEvidence: EVERYONE,
  recordEvidence: writers('operator', 'analyst'),
  checkVatRegister: writers('operator', 'analyst'),
  listPaymentInstruments: EVERYONE,
  addPaymentInstrument: finance,
  reviewPaymentInstrument: writers('finance', 'analyst'),
  listPrepayments: EVERYONE,
  getPrepayment: EVERYONE,
  requestPrepayment: finance,
  renewCheckout: finance,
  listSubscriptions: EVERYONE,
  orderSubscription: operator,
  retrySubscription: operator,
  requestOffboarding: operator,
  getTimeline: EVERYONE,
  getNextSteps: EVERYONE,
  advanceClock: operator,

  listSellers: EVERYONE,
  getSeller: EVERYONE,
  createSeller: finance,
  changeSeller: finance,

  listInvoices: EVERYONE,
  getInvoice: EVERYONE,
  issueInvoice: finance,
  creditInvoice: finance,
  voidInvoice: finance,
  writeOffInvoice: finance,
  listPayments: EVERYONE,
  getPayment: EVERYONE,
  postPayment: finance,
  reversePayment: finance,
  listUnmatchedPayments: EVERYONE,
  matchPayment: finance,
  getAgeing: EVERYONE,
  getExposure: EVERYONE,
  getTrialBalance: EVERYONE,
  getPartnerStanding: EVERYONE,
  getPartnerPayment: EVERYONE,
  recordPartnerPayment: finance,
  recordPartnerCreditLimit: finance,

  startDunning: collector,
  pauseDunning: collector,
  resumeDunning: collector,
  escalateDunning: collector,
  listDisputes: EVERYONE,
  getDispute: EVERYONE,
  openDispute: collector,
  resolveDispute: collector,
  listPromises: EVERYONE,
  getPromise: EVERYONE,
  makePromise: collector,
  agreePaymentPlan: collector,
  getPaymentPlan: EVERYONE,
  listHolds: EVERYONE,
  getHold: EVERYONE,
  // Which reason a role may place or release: HOLD_PLACERS, HOLD_RELEASERS.
  placeHold: writers('collector', 'finance', 'analyst', 'operator'),
  releaseHold: ['collector', 'finance', 'analyst', 'operator'],
  listNotices: EVERYONE,
  getNotice: EVERYONE,
  previewNotice: writers('collector', 'finance'),
  listNotes: EVERYONE,
  getNote: EVERYONE,
  addNote: collector,
  listActivity: EVERYONE,
  getUsage: EVERYONE,
  getBudget: EVERYONE,
  agreeBudget: operator,
  recordEligibility: operator,
  getMicrosoftTenant: EVERYONE,
  linkMicrosoftTenant: operator,
  takeFirstPassword: operator,
  retryMicrosoft: operator,
  getMicrosoftDomain: operator,
  checkAddress: operator,
  getOrder: EVERYONE,
  placeOrder: operator,
  changeQuantity: operator,
  listSecurityCases: EVERYONE,
  getSecurityCase: EVERYONE,
  takeSecurityCase: analyst,
  acknowledgeSecurityCase: analyst,
  judgeSecurityCase: analyst,
  containSecurityCase: analyst,
  getContainmentProposals: EVERYONE,
  decideContainment: analyst,
  // Where it releases a fraud hold: HOLD_RELEASERS.
  reverseContainment: analyst,
  getDrill: EVERYONE,
  startDrill: analyst,
  closeDrillSteps: analyst,
  recordFirstUsage: analyst,
  recordCreditRequest: analyst,
  getCasePerformance: EVERYONE,
  listAccessGrants: EVERYONE,
  getAccessGrant: EVERYONE,
  askForAccess: analyst,
  decideAccessGrant: analyst,
  revokeAccessGrant: analyst,
  getControls: EVERYONE,
  getSecurityStanding: EVERYONE,
  listTasks: EVERYONE,
  getTask: EVERYONE,
  closeTask: writers('collector', 'finance', 'analyst', 'operator'),

  listPolicies: EVERYONE,
  getPolicy: EVERYONE,
  createPolicy: finance,
  addPolicyVersion: finance,
  getPolicyVersion: EVERYONE,
  activatePolicy: finance,
  listApprovals: EVERYONE,
  getApproval: EVERYONE,
  decideApproval: finance,

  startImport: operator,
  getImport: EVERYONE,
  getOperation: EVERYONE,
  listStuckLifecycles: EVERYONE,
  reconcile: operator,
  listAudit: EVERYONE,
  verifyAudit: EVERYONE,
  getHistory: EVERYONE,
} satisfies Readonly<Record<string, readonly Role[]>>);

/** Name of a route: its line in the matrix, its `operationId` in the OpenAPI document. */
export type RouteId = keyof typeof ROUTE_ROLES;

/** Who may place a hold of which reason (design, rule 2). */
export const HOLD_PLACERS: Readonly<Record<HoldReason, readonly Role[]>> = Object.freeze({
  prepayment: finance,
  debt: writers('collector', 'finance'),
  fraud: writers('analyst'),
  aup: writers('analyst'),
  customer: writers('collector', 'operator'),
});

/** Being admin releases none: whoever stopped a customer for cause answers for letting go. */
export const HOLD_RELEASERS: Readonly<Record<HoldReason, readonly Role[]>> = Object.freeze({
  prepayment: ['finance'],
  debt: ['collector', 'finance'],
  fraud: ['analyst'],
  aup: ['analyst'],
  customer: ['collector', 'operator'],
});
