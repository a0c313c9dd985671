export { createGateway } from './gateway/create-gateway.ts';
export * from './gateway/port.ts';
export { createMailer } from './mail/create-mailer.ts';
export * from './mail/port.ts';
export { createPartnerCenter, type PartnerCenterOptions } from './partner-center/create-partner-center.ts';
export { PartnerCenterError } from './partner-center/partner-center-error.ts';
export * from './partner-center/port.ts';
export type { UserGrant } from './partner-center/tokens.ts';
