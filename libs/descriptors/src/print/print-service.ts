import {
  MethodOptionsSchema,
  ServiceOptionsSchema,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { identifier, typeName } from './literals.js';
import type { PrintContext } from './print-context.js';
import { optionTexts, printOptions } from './print-options.js';

/** Prints a service with its methods, in their order. **Throws** DESCRIPTOR_INVALID. */
export function printService(context: PrintContext, proto: ServiceDescriptorProto): void {
  context.lines.block(`service ${identifier(proto.name)}`, () => {
    printOptions(context, ServiceOptionsSchema, proto.options);
    for (const method of proto.method) {
      const input = `${method.clientStreaming ? 'stream ' : ''}${typeName(method.inputType)}`;
      const output = `${method.serverStreaming ? 'stream ' : ''}${typeName(method.outputType)}`;
      const head = `rpc ${identifier(method.name)}(${input}) returns (${output})`;
      const options = optionTexts(context, MethodOptionsSchema, method.options);
      if (options.length === 0) context.lines.add(`${head};`);
      else
        context.lines.block(head, () => {
          for (const text of options) context.lines.add(`option ${text};`);
        });
    }
  });
}
