import type { ModuleSpec, ServiceSpec } from './model.js';
import { pickOr, remove, turnOption } from './pick.js';
import * as pools from './pools.js';
import type { Maker } from './random-module.js';

/** Changes a service or a method of it. */
export function mutateService(module: ModuleSpec, maker: Maker): void {
  const { random } = maker;
  const file = pickOr(
    random,
    module.files.filter((one) => one.services.length > 0),
  );
  if (file === null) return;
  const service = random.pick(file.services);
  switch (random.below(9)) {
    case 0:
      return remove(file.services, service);
    case 1:
      service.name = random.pick(pools.SERVICE_NAMES);
      return;
    case 2:
      remove(file.services, service);
      random.pick(module.files).services.push(service);
      return;
    case 3:
      file.services.push(maker.service(module));
      return;
    default:
      return mutateRpc(module, service, maker);
  }
}

function mutateRpc(module: ModuleSpec, service: ServiceSpec, maker: Maker): void {
  const { random } = maker;
  const rpc = pickOr(random, service.rpcs);
  if (rpc === null) return;
  switch (random.below(7)) {
    case 0:
      return remove(service.rpcs, rpc);
    case 1:
      rpc.name = random.pick(pools.RPC_NAMES);
      return;
    case 2:
      rpc.request = maker.messageType(module);
      return;
    case 3:
      rpc.response = maker.messageType(module);
      return;
    case 4:
      rpc.clientStreaming = !rpc.clientStreaming;
      return;
    case 5:
      rpc.serverStreaming = !rpc.serverStreaming;
      return;
    default:
      return turnOption(random, rpc.options, pools.RPC_OPTIONS);
  }
}
