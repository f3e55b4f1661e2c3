import { checkLabelName } from './label-name.js';

describe('checkLabelName', () => {
  it.each(['prod', 'pr-123', 'team/x', 'v1.2_3', '1a', 'Latest', 'x'.repeat(250)])('takes %s', (label) => {
    expect(() => checkLabelName(label)).not.toThrow();
  });

  it.each(['', 'latest', '12', '-x', '.x', 'a b', 'ä', 'a\n', '__proto__', 'x'.repeat(251)])(
    'refuses %j',
    (label) => {
      expect(() => checkLabelName(label)).toThrow(/is not allowed/);
    },
  );
});
