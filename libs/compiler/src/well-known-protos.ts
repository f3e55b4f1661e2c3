/**
 * Types that schemas of Kafka topics import without bringing them: those of google/type and Confluent's own. Written from their
 * fields; options are as in the originals, so that a schema is the same whichever of the two was compiled.
 * **Source** https://github.com/googleapis/googleapis/tree/master/google/type,
 * https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/serdes-protobuf.html
 */
export const WELL_KNOWN_PROTOS: ReadonlyMap<string, string> = new Map([
  googleType(
    'calendar_period',
    'CalendarPeriod',
    enumOf('CalendarPeriod', 'CALENDAR_PERIOD_UNSPECIFIED DAY WEEK FORTNIGHT MONTH QUARTER HALF YEAR'),
    { arenas: false, go: 'calendarperiod' },
  ),
  googleType(
    'color',
    'Color',
    messageOf('Color', 'float red, float green, float blue, google.protobuf.FloatValue alpha'),
    { imports: 'wrappers' },
  ),
  googleType('date', 'Date', messageOf('Date', 'int32 year, int32 month, int32 day')),
  googleType(
    'datetime',
    'DateTime',
    `message DateTime {
  int32 year = 1; int32 month = 2; int32 day = 3; int32 hours = 4; int32 minutes = 5; int32 seconds = 6; int32 nanos = 7;
  oneof time_offset { google.protobuf.Duration utc_offset = 8; TimeZone time_zone = 9; }
}
${messageOf('TimeZone', 'string id, string version')}`,
    { imports: 'duration' },
  ),
  googleType(
    'dayofweek',
    'DayOfWeek',
    enumOf('DayOfWeek', 'DAY_OF_WEEK_UNSPECIFIED MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY'),
    { arenas: false },
  ),
  googleType('decimal', 'Decimal', messageOf('Decimal', 'string value')),
  googleType(
    'expr',
    'Expr',
    messageOf('Expr', 'string expression, string title, string description, string location'),
    { arenas: false },
  ),
  googleType('fraction', 'Fraction', messageOf('Fraction', 'int64 numerator, int64 denominator'), {
    arenas: false,
  }),
  googleType(
    'interval',
    'Interval',
    messageOf('Interval', 'google.protobuf.Timestamp start_time, google.protobuf.Timestamp end_time'),
    { imports: 'timestamp' },
  ),
  googleType('latlng', 'LatLng', messageOf('LatLng', 'double latitude, double longitude')),
  googleType(
    'localized_text',
    'LocalizedText',
    messageOf('LocalizedText', 'string text, string language_code'),
  ),
  googleType('money', 'Money', messageOf('Money', 'string currency_code, int64 units, int32 nanos')),
  googleType(
    'month',
    'Month',
    enumOf(
      'Month',
      'MONTH_UNSPECIFIED JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER',
    ),
    { arenas: false },
  ),
  googleType(
    'phone_number',
    'PhoneNumber',
    `message PhoneNumber {
  message ShortCode { string region_code = 1; string number = 2; }
  oneof kind { string e164_number = 1; ShortCode short_code = 2; }
  string extension = 3;
}`,
  ),
  googleType(
    'postal_address',
    'PostalAddress',
    messageOf(
      'PostalAddress',
      'int32 revision, string region_code, string language_code, string postal_code, string sorting_code, string administrative_area, string locality, string sublocality, repeated string address_lines, repeated string recipients, string organization',
    ),
    { go: 'postaladdress' },
  ),
  googleType('quaternion', 'Quaternion', messageOf('Quaternion', 'double x, double y, double z, double w')),
  googleType(
    'timeofday',
    'TimeOfDay',
    messageOf('TimeOfDay', 'int32 hours, int32 minutes, int32 seconds, int32 nanos'),
  ),
  ['confluent/meta.proto', confluentMeta()],
  [
    'confluent/type/decimal.proto',
    `syntax = "proto3";
package confluent.type;
option go_package = "../types";
${messageOf('Decimal', 'bytes value, uint32 precision, int32 scale')}
`,
  ],
  [
    'confluent/type/variant.proto',
    `syntax = "proto3";
package confluent.type;
option java_package = "io.confluent.protobuf.type";
option java_outer_classname = "VariantProto";
option java_multiple_files = true;
${messageOf('Variant', 'bytes metadata, bytes value')}
`,
  ],
]);

interface GoogleOptions {
  /** File of google/protobuf that is imported. */
  readonly imports?: string;
  readonly arenas?: boolean;
  /** Go package, where it is not the file's name. */
  readonly go?: string;
}

function googleType(
  file: string,
  name: string,
  body: string,
  { imports, arenas = true, go = file }: GoogleOptions = {},
): [path: string, text: string] {
  const text = `syntax = "proto3";
package google.type;
${imports === undefined ? '' : `import "google/protobuf/${imports}.proto";\n`}option java_package = "com.google.type";
option java_outer_classname = "${name}Proto";
option java_multiple_files = true;
option go_package = "google.golang.org/genproto/googleapis/type/${go};${go}";
${arenas ? 'option cc_enable_arenas = true;\n' : ''}option objc_class_prefix = "GTP";
${body}
`;
  return [`google/type/${file}.proto`, text];
}

/** A message whose fields are numbered as they stand. */
function messageOf(name: string, fields: string): string {
  const lines = fields.split(', ').map((field, index) => `  ${field} = ${index + 1};`);
  return `message ${name} {\n${lines.join('\n')}\n}`;
}

/** An enum whose values are numbered from 0. */
function enumOf(name: string, values: string): string {
  const lines = values.split(' ').map((value, number) => `  ${value} = ${number};`);
  return `enum ${name} {\n${lines.join('\n')}\n}`;
}

/** What Confluent's serializers read of options, one extension for each kind of element. */
function confluentMeta(): string {
  const NUMBER = 1088;
  const kinds = ['File', 'Message', 'Field', 'Enum', 'EnumValue'].map((kind) => {
    const field = kind.replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
    return `extend google.protobuf.${kind}Options {\n  Meta ${field}_meta = ${NUMBER};\n}`;
  });
  return `syntax = "proto3";
package confluent;
import "google/protobuf/descriptor.proto";
option go_package = "../confluent";
${messageOf('Meta', 'string doc, map<string,string> params, repeated string tags')}
${kinds.join('\n')}
`;
}
