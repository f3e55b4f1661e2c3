import { topLevelNames } from './top-level-names.js';

describe('topLevelNames', () => {
  it('finds what a text declares in its package', () => {
    const text = `
      syntax = "proto3";
      // message Commented {}
      /* message Also { } */
      package a.b;
      option java_package = "message String { }";
      message M { message Inner {} enum E { IN = 0; } string message = 1; }
      enum Kind { option allow_alias = true; ZERO = 0; ONE = 1 [deprecated = true]; }
      service S { rpc Get (M) returns (M) { option deprecated = true; } }
      message After{}
    `;
    expect(topLevelNames(text)).toEqual(['a.b.M', 'a.b.Kind', 'a.b.ZERO', 'a.b.ONE', 'a.b.S', 'a.b.After']);
  });

  it('knows texts without package, and takes any text', () => {
    expect(topLevelNames('message M {}')).toEqual(['M']);
    expect(topLevelNames('} } message')).toEqual([]);
    expect(topLevelNames('')).toEqual([]);
    expect(topLevelNames(`package ; message { enum "x" '`)).toEqual(expect.any(Array));
  });
});
