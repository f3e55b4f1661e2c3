import { checkSettings } from './settings-check.service.js';

describe('checkSettings', () => {
  it.each([
    ['', { mode: 'READONLY', normalize: true }],
    [':.eu:', { mode: 'IMPORT' }],
    ['orders', { alias: 'other', compatibilityGroup: 'major', defaultMetadata: { properties: { a: 'b' } } }],
    ['orders', { compatibilityPolicy: 'LOGICAL' }],
    ['orders', {}],
  ])('takes what /config and /mode take: %s', (scope, settings) => {
    expect(() => checkSettings(scope, settings)).not.toThrow();
  });

  it.each([
    ['', { mode: 'SOMETIMES' }],
    ['', { unheardOf: 1 }],
    ['', { alias: 'other' }],
    ['orders', { normalize: 'yes' }],
    ['orders', { defaultRuleSet: 7 }],
    ['orders', { compatibilityPolicy: 'LAX' }],
    ['orders', { __proto__: null, toString: 1 }],
  ])('refuses the rest: %s %j', (scope, settings) => {
    expect(() => checkSettings(scope, settings)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });
});
