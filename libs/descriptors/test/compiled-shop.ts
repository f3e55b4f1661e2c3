import { compileProtos } from '#libs/testing';

/** The import of {@link SHOP}: types that it reaches and types that it does not. */
export const SHARED = `syntax = "proto3";
package shop.v1;
message Money { int64 units = 1; Currency currency = 2; }
enum Currency { CURRENCY_UNSPECIFIED = 0; EUR = 1; }
message Unused { string text = 1; }
message Outer { message Inner { int32 n = 1; } string text = 1; }
`;

/** One of everything that proto3 has. */
export const SHOP = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/any.proto";
import "shared.proto";
// An order.
message Order {
  // Its number.
  string id = 1;
  repeated Money prices = 2;
  map<string, int32> counts = 3;
  map<string, Outer.Inner> inners = 4;
  oneof payment { string card = 5; string cash = 6; }
  optional int32 discount = 7;
  oneof delivery { string post = 8; string pickup = 9; }
  google.protobuf.Timestamp at = 10;
  reserved 20, 21, 30 to 40;
  reserved "old", "older";
  message Line { string text = 1; }
  enum Kind { KIND_UNSPECIFIED = 0; KIND_B = 2; KIND_A = 1; }
}
/* Starred
 *   and indented
 */
message Second { Order order = 1; }
service Orders { rpc Place(Order) returns (Second); }
`;

/** The set of `shop.proto` as buf compiles it, with source info and imports. */
export function compileShop(shop = SHOP, shared = SHARED): Uint8Array {
  return compileProtos({ 'shared.proto': shared, 'shop.proto': shop });
}
