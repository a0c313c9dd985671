export { customerLifecycle } from './customer-lifecycle.ts';
export { tendBook } from './tend-book.ts';
export { hygieneReview } from './hygiene-review.ts';
export { securityCase } from './security-case.ts';
export { accessGrant } from './access-grant.ts';
