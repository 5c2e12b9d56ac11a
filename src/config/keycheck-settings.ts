import { setting } from './setting.ts';
import { hostNames, targets } from './values.ts';

/** Whom key checks may ask, and how often. */
export const KEYCHECK = {
  allow: setting({
    env: 'KEYCHECK_ALLOW',
    key: 'keycheck.allow',
    says: 'Private hosts that key checks may contact: host:port',
    form: 'list',
    value: targets,
    example: 'localhost:4000',
  }),
  passThrough: setting({
    env: 'KEYCHECK_PASS_THROUGH',
    key: 'keycheck.pass_through',
    says: "Hosts of gateways that send each key on to its provider unchanged. A provider's refusal counts there as if the provider was asked",
    form: 'list',
    value: hostNames,
    example: 'gateway.example.com',
  }),
};
