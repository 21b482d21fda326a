// Agents for haze in a few lines: docs/write_an_agent.md.
import {Exit, environment, play} from './client.js';

export * from './orders.js';
export {codec} from './contract.js';
export {SeatBook, decisionOf} from './seats.js';

const ROLES = ['launch_provider', 'inspector', 'target', 'adversary'];
const players = new Map();

/**
 * Lets a function or a class play a role, or several of them. A function is called with each turn and returns orders, wake(…), claim(…), a list of them, nothing, or a
 * promise of these. A class is made once for each seat and has decide(turn), and open(briefing) and close(gameOver) where it wants them. RangeError for a role that is none.
 */
export function agent(roles, player) {
  for (const role of [roles].flat()) {
    if (!ROLES.includes(role)) throw new RangeError(`"${role}" is no role; allowed: ${ROLES.join(', ')}`);
    players.set(role, player.prototype?.decide ? () => new player() : () => ({decide: player}));
  }
}

/** Plays every seat that the arbiter offers and ends the process: 0 played, 2 started without haze, 5 refused, 75 the arbiter is gone, 1 an error of the policy. */
export async function run({name = 'node', version = '0'} = {}) {
  if (players.size === 0) throw new RangeError('nothing plays: haze.agent("inspector", function) first');
  const found = environment();
  if (found.error) {
    console.error(`haze: ${found.error}`);
    process.exit(Exit.BAD_SETUP);
  }
  try {
    process.exit(await play((briefing) => players.get(briefing.role.replace('ROLE_', '').toLowerCase())?.() ?? null, {...found, name, version}));
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
