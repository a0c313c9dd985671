export { customerLifecycle } from './customer-lifecycle.ts';
export { tendBook } from './tend-book.ts';
export { securityCase } from './security-case.ts';
export { accessGrant } from './access-grant.ts';
