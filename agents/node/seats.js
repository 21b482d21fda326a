// The agent's side of its seats: policies, and the last answer to each, kept in case the stream is lost before it arrives. No connection in here.

/** What a policy returned, as a Decision: nothing, an order, wake(…), claim(…), note(…), or a list of them. TypeError for anything else. */
export function decisionOf(answer) {
  const decision = {orders: [], tracks: [], assessments: [], wake: null, note: ''};
  const add = (item) => {
    if (item === null || item === undefined) return;
    if (typeof item !== 'object') throw new TypeError(`a policy answered ${String(item)}; allowed: orders, wake(), claim(), note(), or a list of them`);
    if (typeof item[Symbol.iterator] === 'function') {
      for (const each of item) add(each);
    } else if ('order_id' in item) {
      decision.orders.push({...item});
    } else {
      for (const list of ['orders', 'tracks', 'assessments']) decision[list].push(...(item[list] ?? []));
      decision.wake = item.wake ?? decision.wake;
      decision.note += item.note ?? '';
    }
  };
  add(answer);
  return decision;
}

const actionOf = (order) => Object.keys(order).find((key) => !['order_id', 'start_time_us', 'replaces', 'action'].includes(key)) ?? 'order';

/** Turns what the arbiter says into what is answered. `make(briefing)` gives a policy, or null where nobody plays the seat. */
export class SeatBook {
  #make;
  #seats = new Map();

  constructor(make) {
    this.#make = make;
  }

  /** One message that is not a batch of turns; the answer, or null. */
  hear(message) {
    if (message.seat_opened) {
      const {briefing} = message.seat_opened;
      const key = `${briefing.match_handle} ${briefing.seat}`;
      if (!this.#seats.has(key)) {
        const policy = this.#make(briefing);
        if (!policy) {
          console.error(`haze: nothing here plays ${briefing.seat}; the seat stays empty`);
          return null;
        }
        this.#seats.set(key, {policy, seat: {briefing, memory: {}}, answered: 0, answer: null, orders: 0, busy: Promise.resolve()});
        policy.open?.(briefing);
      }
      return {seat_ready: {match_handle: briefing.match_handle, seat: briefing.seat}};
    }
    if (message.game_over) {
      const key = `${message.game_over.match_handle} ${message.game_over.seat}`;
      this.#seats.get(key)?.policy.close?.(message.game_over);
      this.#seats.delete(key);
      return null;
    }
    if (message.reset) {
      this.#seats.clear();
      return {reset_done: {}};
    }
    return null;
  }

  /** One turn; one that was answered before gets the same answer again, without asking the policy. Turns of one seat wait for each other. */
  answer(turn) {
    const opened = this.#seats.get(`${turn.match_handle} ${turn.seat}`);
    if (!opened) return Promise.resolve(null);
    const answered = opened.busy.then(() => this.#decide(opened, turn));
    opened.busy = answered.catch(() => {});
    return answered;
  }

  async #decide(opened, turn) {
    if (turn.turn_id < opened.answered) return null;
    if (turn.turn_id > opened.answered) {
      const asked = {...turn, briefing: opened.seat.briefing, memory: opened.seat.memory, first: turn.turn_id === 1};
      const decision = decisionOf(await opened.policy.decide(asked));
      for (const order of decision.orders) {
        if (!order.order_id) order.order_id = `${actionOf(order).replaceAll('_', '-')} ${++opened.orders}`;
      }
      opened.answer = {decisions: {decisions: [{...decision, match_handle: turn.match_handle, seat: turn.seat, turn_id: turn.turn_id}]}};
      opened.answered = turn.turn_id;
    }
    return opened.answer;
  }
}
