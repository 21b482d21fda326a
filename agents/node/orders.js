// What a policy may answer, in a word each. Units are the last word of a name, frames stand before them; times are microseconds since the scenario's epoch.
// Every order takes {at_us, id}: when it starts (0 = now) and the seat's own name for it (made up when it is left out).

export const SECOND = 1_000_000;

/** {x, y, z} of three numbers. */
export const vec3 = (v) => (Array.isArray(v) ? {x: v[0], y: v[1], z: v[2]} : v);

const order = (action, {at_us = 0, id = '', replaces = ''} = {}) => ({order_id: id, start_time_us: at_us, replaces, ...action});

export const burn = ({dv_rtn_mps, dv_eci_mps, ...more}) => {
  if ((dv_rtn_mps === undefined) === (dv_eci_mps === undefined)) throw new RangeError('a burn takes dv_rtn_mps or dv_eci_mps');
  return order({burn: dv_rtn_mps ? {dv_rtn_mps: vec3(dv_rtn_mps)} : {dv_eci_mps: vec3(dv_eci_mps)}}, more);
};
export const point = (mode, more) => order({point: {mode: `MODE_${mode.toUpperCase()}`}}, more);
export const pointAlong = (direction_rtn, more) => order({point: {mode: 'MODE_RTN', direction_rtn: vec3(direction_rtn)}}, more);
export const pointAt = (object_id, more) => order({point: {mode: 'MODE_TRACK', object_id}}, more);
export const spin = (rate_radps, more) => order({point: {mode: 'MODE_SPIN', rate_radps}}, more);
export const search = (directions_rtn, {until_us, pause_s = 0, ...more}) =>
  order({search: {directions_rtn: directions_rtn.map(vec3), pause_s, end_time_us: until_us}}, more);
export const ranging = (object_id, {until_us, cadence_s = 60, ...more}) => order({range: {object_id, cadence_s, end_time_us: until_us}}, more);
export const image = (object_id, {until_us, cadence_s = 60, count = 100, ...more}) => order({image: {object_id, cadence_s, count, end_time_us: until_us}}, more);
export const downlink = ({until_us, drop_image_ids = [], ...more}) => order({downlink: {end_time_us: until_us, drop_image_ids}}, more);
export const message = (to_seat, body, more) => order({message: {to_seat, body: Buffer.from(body)}}, more);
export const cancel = (order_id, more) => order({cancel: {order_id}}, more);
export const startTask = (task, more) => order({start_task: {task}}, more);
export const expediteTask = (task, more) => order({expedite_task: {task}}, more);
export const holdTask = (task, more) => order({hold_task: {task}}, more);
export const setLiftoff = (liftoff_time_us, more) => order({set_liftoff: {liftoff_time_us}}, more);
export const releaseLaunch = (more) => order({release_launch: {}}, more);

/** Where the seat believes an object is; `covariance_upper` has 21 numbers, as StateEstimate says. */
export const claim = (object_id, {time_us, r_eci_m, v_eci_mps, covariance_upper}) => ({
  tracks: [{object_id, estimate: {time_us, r_eci_m: vec3(r_eci_m), v_eci_mps: vec3(v_eci_mps), covariance_upper}}],
});

/** When to be asked again: at an instant, or earlier on a condition: "detection", "cue", "message", "order_finished", "image", … */
export const wake = (time_us, ...kinds) => ({wake: {time_us, conditions: kinds.map((kind) => ({kind: `KIND_${kind.toUpperCase()}`}))}});

/** A word for whoever reads the match later; at most 1 KiB. */
export const note = (text) => ({note: text});
