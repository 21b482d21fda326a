// The connection: joins, keeps the stream, comes back after a lost one. Nothing here waits for a policy.
import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import grpc from '@grpc/grpc-js';
import {ArbiterService, readable} from './contract.js';
import {SeatBook} from './seats.js';

export const Exit = {PLAYED: 0, BAD_SETUP: 2, NOT_ADMITTED: 5, LOST: 75};

const JOIN_LIMIT_MS = 30_000;    // the arbiter may come up later than the agent
const REATTACH_LIMIT_MS = 5_000; // the arbiter's grace
const RETRY_MS = 100;
const REFUSED = new Set([grpc.status.UNAUTHENTICATED, grpc.status.PERMISSION_DENIED, grpc.status.FAILED_PRECONDITION, grpc.status.ABORTED]);
const UNREACHABLE = new Set([grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED]);

/** Address and token as haze gives them, or {error}. */
export function environment() {
  const {HAZE_ADDRESS: address, HAZE_TOKEN_FILE: file} = process.env;
  if (!address || !file) return {error: `${address ? 'HAZE_TOKEN_FILE' : 'HAZE_ADDRESS'} is not set; let haze start the agent: haze play encore --seat blue.inspector=./bot.mjs`};
  try {
    const token = readFileSync(file, 'ascii').trim();
    return token ? {address, token} : {error: `${file}: no token can be read`};
  } catch (error) {
    return {error: `${file}: no token can be read: ${error.message}`};
  }
}

/** TLS where HAZE_TLS_CA names a file; HAZE_TLS_CERT and HAZE_TLS_KEY are the agent's own. */
function credentials() {
  const [ca, certificate, key] = ['HAZE_TLS_CA', 'HAZE_TLS_CERT', 'HAZE_TLS_KEY'].map((name) => (process.env[name] ? readFileSync(process.env[name]) : null));
  return ca ? grpc.credentials.createSsl(ca, key, certificate) : grpc.credentials.createInsecure();
}

/** Plays until the arbiter says goodbye. The exit code; an error of a policy rejects. */
export async function play(make, {address, token, name = 'node', version = '0'}) {
  const service = new ArbiterService(address, credentials(), {
    'grpc.enable_http_proxy': 0, 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500, 'grpc.service_config_disable_resolution': 1,
  });
  const metadata = new grpc.Metadata();
  metadata.set('haze-token', token);
  const book = new SeatBook(make);
  let stream = null;  // answers go to the stream that lives when they are ready; what a lost one swallows is asked for again
  const send = (message) => {
    if (message && stream) stream.write(message);
  };

  const session = await new Promise((resolve) => {
    const deadline = new Date(Date.now() + JOIN_LIMIT_MS);
    service.waitForReady(deadline, (late) => {
      if (late) return resolve({error: late, code: grpc.status.UNAVAILABLE});
      return service.Join({agent_name: name, agent_version: version, protocol: 1}, metadata, {deadline}, (error, reply) =>
        resolve(error ? {error, code: error.code} : {id: reply.session_id}));
    });
  });
  if (session.error) {
    console.error(`haze: cannot join ${address}: ${session.error.details ?? session.error.message}`);
    service.close();
    return UNREACHABLE.has(session.code) ? Exit.LOST : Exit.NOT_ADMITTED;
  }

  const playOnce = () => new Promise((resolve, reject) => {
    const end = {attached: false, goodbye: false, status: null};
    stream = service.Play(metadata);
    stream.on('data', (raw) => {
      const message = readable(raw);
      end.attached ||= Boolean(message.attached);
      if (message.goodbye) {
        end.goodbye = true;
        resolve(end);
      } else if (message.turns) {
        for (const turn of message.turns.turns) book.answer(turn).then(send).catch(reject);
      } else {
        try {
          send(book.hear(message));
        } catch (error) {
          reject(error);
        }
      }
    });
    stream.on('error', () => {});  // the status below says the same
    stream.on('status', (status) => resolve({...end, status}));
    stream.write({attach: {session_id: session.id}});
  });

  try {
    let lastSeen = Date.now();
    for (;;) {
      const end = await playOnce();
      if (end.goodbye) return Exit.PLAYED;
      stream = null;
      if (end.attached) lastSeen = Date.now();
      if (end.status.code !== grpc.status.OK) console.error(`haze: the stream ended: ${end.status.details}`);
      if (REFUSED.has(end.status.code)) return Exit.NOT_ADMITTED;
      if (Date.now() - lastSeen > REATTACH_LIMIT_MS) return Exit.LOST;
      if (!end.attached) await pause(RETRY_MS);
    }
  } finally {
    service.close();
  }
}
