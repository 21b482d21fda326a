// The contract's service and messages, read from the proto files: those of the package, or of the checkout around it.
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const folders = [new URL('./proto', import.meta.url), new URL('../../proto', import.meta.url)].map((url) => fileURLToPath(url));
const folder = folders.find((each) => existsSync(`${each}/haze/agent/v1/turn.proto`));
if (!folder) throw new Error(`the proto files are missing; looked in ${folders.join(' and ')}`);

const definition = loader.loadSync('haze/agent/v1/arbiter_service.proto', {
  includeDirs: [folder], keepCase: true, longs: String, enums: String, defaults: true, oneofs: true,
});

export const ArbiterService = grpc.loadPackageDefinition(definition).haze.agent.v1.ArbiterService;

/** Serialises and parses one message by its name, "Turn": for recorded samples and for tests. */
export const codec = (name) => {
  const service = definition['haze.agent.v1.ArbiterService'].Play;
  if (name === 'AgentMessage') return {encode: service.requestSerialize, decode: (bytes) => readable(service.requestDeserialize(bytes))};
  if (name === 'ArbiterMessage') return {encode: service.responseSerialize, decode: (bytes) => readable(service.responseDeserialize(bytes))};
  throw new Error(`no message ${name} travels by itself; allowed: AgentMessage, ArbiterMessage`);
};

// 64-bit integers arrive as text. Times, counts and the seed revealed at the end are below 2^53 and become numbers; the agent's own seed is a BigInt.
const isNumber = (key) => /(_us|_ms|_bytes)$/.test(key) || ['turn_id', 'seed', 'bytes'].includes(key);

/** A received message with numbers where text stood for them; changed in place. */
export function readable(message) {
  for (const [key, value] of Object.entries(message)) {
    if (typeof value === 'string') {
      if (key === 'agent_seed') message[key] = BigInt(value);
      else if (isNumber(key)) message[key] = Number(value);
    } else if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value)) {
      readable(value);
    }
  }
  return message;
}
